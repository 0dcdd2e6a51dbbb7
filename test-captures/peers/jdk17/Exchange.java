import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Connections between a JDK client and a JDK server in one process, one after the other, or the JDK's side of
 * connections with somebody else. Prints a line "connection ..." with what each side really received after
 * every connection.
 *
 * Usage: Exchange SCENARIO PROTOCOLS PORT STORES DETAIL, STORES being a directory of PKCS #12 files and DETAIL the
 * least length of an answer, the number of clients to serve, or the suites to ask with.
 */
public final class Exchange {
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final int PATIENCE_SECONDS = 20;

    /** What TLS 1.2 and 1.3 brought, and a number that is no suite. */
    private static final Pattern NEWER_SUITE = Pattern.compile("SHA256$|SHA384$|SCSV$");

    private final String[] protocols;
    private final int port;
    private final Path stores;
    private final int bodyLength;
    private final ExecutorService serverSide = Executors.newSingleThreadExecutor(Exchange::daemon);

    private Exchange(String[] protocols, int port, Path stores, int bodyLength) {
        this.protocols = protocols;
        this.port = port;
        this.stores = stores;
        this.bodyLength = bodyLength;
    }

    public static void main(String[] words) throws Exception {
        Security.insertProviderAt(new KeyMaterialLog(), 1);
        String scenario = words[0];
        String detail = words[4];
        int bodyLength = scenario.equals("one") ? Integer.parseInt(detail) : 0;
        Exchange exchange = new Exchange(words[1].split(","), Integer.parseInt(words[2]), Path.of(words[3]), bodyLength);
        switch (scenario) {
            case "suites" -> exchange.suites();
            case "resume" -> exchange.resume();
            case "renegotiate-client", "renegotiate-server" -> exchange.renegotiate(scenario.substring("renegotiate-".length()));
            case "client-certificate" -> exchange.clientCertificate();
            case "one" -> exchange.connect(exchange.client("client"), exchange.server("rsa"), Plan.plain("one"));
            case "serve" -> exchange.serveOthers(Integer.parseInt(detail));
            case "ask" -> exchange.askOther(detail.split(","));
            default -> throw new IllegalArgumentException(scenario);
        }
    }

    /** What a connection is to do besides asking and answering. */
    private record Plan(String path, String suite, String renegotiator, boolean wantsCertificate) {
        static Plan plain(String path) {
            return new Plan(path, null, null, false);
        }

        /** A second handshake only proceeds while data goes to and fro, so it takes some rounds. */
        int rounds() {
            return renegotiator == null ? 1 : 6;
        }

        boolean renegotiates(String side) {
            return side.equals(renegotiator);
        }
    }

    private void suites() throws Exception {
        for (String suite : client("client").getSupportedSSLParameters().getCipherSuites()) {
            if (!NEWER_SUITE.matcher(suite).find()) {
                // A context of its own each time, so that nothing is resumed.
                connect(client("client"), server(certificateFor(suite)), new Plan(suite, suite, null, false));
            }
        }
    }

    /** ECDH_ECDSA wants a certificate that is itself signed with ECDSA. */
    private static String certificateFor(String suite) {
        return suite.contains("ECDH_ECDSA") ? "ecdsa-own"
                : suite.contains("_ECDSA_") || suite.contains("ECDH_RSA") ? "ecdsa"
                : suite.contains("_DSS_") ? "dsa" : "rsa";
    }

    private void resume() throws Exception {
        SSLContext client = client("client");
        SSLContext server = server("rsa");
        for (int visit = 0; visit < 3; visit++) {
            connect(client, server, Plan.plain("visit-" + visit));
        }
    }

    private void renegotiate(String side) throws Exception {
        connect(client("client"), server("rsa"), new Plan("renegotiate", null, side, false));
    }

    private void clientCertificate() throws Exception {
        for (String who : List.of("client", "impostor", "stranger")) {
            connect(client(who), server("rsa"), new Plan("certificate-of-" + who, null, null, true));
        }
    }

    /** The server's side alone, in any suite. */
    private void serveOthers(int clients) throws Exception {
        SSLContext server = server("all");
        try (SSLServerSocket listener = listener(server)) {
            listener.setEnabledCipherSuites(server.getSupportedSSLParameters().getCipherSuites());
            for (int number = 0; number < clients; number++) {
                Plan plan = Plan.plain("client-" + number);
                report(serve(listener, plan), response(plan, 0), List.of());
            }
        }
    }

    /** The client's side alone; the server ends its answer by closing. A suite that comes again is resumed. */
    private void askOther(String[] suites) throws Exception {
        SSLContext client = client("client");
        for (String suite : suites) {
            Plan plan = new Plan(suite, suite, null, false);
            try (SSLSocket socket = connected(client, plan)) {
                socket.getOutputStream().write(request(plan));
                report(request(plan), socket.getInputStream().readAllBytes(), List.of());
            }
        }
    }

    private void connect(SSLContext client, SSLContext server, Plan plan) throws Exception {
        try (SSLServerSocket listener = listener(server)) {
            listener.setEnabledCipherSuites(suitesOf(plan, server));
            listener.setNeedClientAuth(plan.wantsCertificate());
            Future<byte[]> serverHeard = serverSide.submit(() -> serve(listener, plan));
            List<String> failures = new ArrayList<>();
            byte[] clientHeard = heard(() -> ask(client, plan), "client", failures);
            byte[] heardByServer = heard(() -> serverHeard.get(PATIENCE_SECONDS, TimeUnit.SECONDS), "server", failures);
            report(heardByServer, clientHeard, failures);
        }
    }

    private static void report(byte[] clientSent, byte[] serverSent, List<String> failures) {
        System.out.println("connection client_sent=" + hex(clientSent) + " server_sent=" + hex(serverSent)
                + " failures=" + String.join(",", failures));
    }

    private SSLServerSocket listener(SSLContext server) throws IOException {
        SSLServerSocket listener = (SSLServerSocket) server.getServerSocketFactory()
                .createServerSocket(port, 1, InetAddress.getLoopbackAddress());
        listener.setEnabledProtocols(protocols);
        return listener;
    }

    private SSLSocket connected(SSLContext client, Plan plan) throws IOException {
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setEnabledProtocols(protocols);
        socket.setEnabledCipherSuites(suitesOf(plan, client));
        return socket;
    }

    private static byte[] heard(Callable<byte[]> side, String name, List<String> failures) throws Exception {
        try {
            return side.call();
        } catch (IOException | ExecutionException failure) {
            failures.add(name + ":" + failure.getMessage().replace(' ', '_'));
            return new byte[0];
        }
    }

    private byte[] serve(SSLServerSocket listener, Plan plan) throws Exception {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            for (int round = 0; round < plan.rounds(); round++) {
                heard.write(readMessage(socket.getInputStream()));
                socket.getOutputStream().write(response(plan, round));
                if (round == 0 && plan.renegotiates("server")) {
                    handshakeAgain(socket);
                }
            }
            // The client hears that this was all while the connection is still whole, and closes it.
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        return heard.toByteArray();
    }

    private byte[] ask(SSLContext client, Plan plan) throws Exception {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        try (SSLSocket socket = connected(client, plan)) {
            for (int round = 0; round < plan.rounds(); round++) {
                socket.getOutputStream().write(request(plan));
                heard.write(readMessage(socket.getInputStream()));
                if (round == 0 && plan.renegotiates("client")) {
                    handshakeAgain(socket);
                }
            }
        }
        return heard.toByteArray();
    }

    /** Begins a handshake inside the connection, a full one unless the other side still has a ticket. */
    private static void handshakeAgain(SSLSocket socket) throws IOException {
        socket.getSession().invalidate();
        socket.startHandshake();
    }

    private static String[] suitesOf(Plan plan, SSLContext context) {
        return plan.suite() != null ? new String[] {plan.suite()}
                : Arrays.stream(context.getSupportedSSLParameters().getCipherSuites())
                        .filter(suite -> suite.contains("_CBC_") && suite.contains("WITH_") && !suite.contains("_anon_"))
                        .toArray(String[]::new);
    }

    private static byte[] request(Plan plan) {
        return ("GET /" + plan.path() + " HTTP/1.0\r\nHost: peer.example\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] response(Plan plan, int round) {
        StringBuilder body = new StringBuilder(plan.path() + ", answer " + round + "\n");
        for (int line = 0; body.length() < bodyLength; line++) {
            body.append("This is line ").append(line).append(" of a long answer.\n");
        }
        return ("HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** One HTTP message: the head, and a body where the head tells its length. */
    private static byte[] readMessage(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (!message.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return message.toByteArray();
            }
            message.write(next);
        }
        for (String line : message.toString(StandardCharsets.US_ASCII).split("\r\n")) {
            if (line.startsWith("Content-Length: ")) {
                message.write(in.readNBytes(Integer.parseInt(line.substring("Content-Length: ".length()))));
            }
        }
        return message.toByteArray();
    }

    private SSLContext client(String certificate) throws GeneralSecurityException, IOException {
        return context(certificate, new TrustManager[] {new AnyServer()});
    }

    private SSLContext server(String certificate) throws GeneralSecurityException, IOException {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(store("authority"));
        return context(certificate, trusted.getTrustManagers());
    }

    private SSLContext context(String certificate, TrustManager[] trusted)
            throws GeneralSecurityException, IOException {
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(store(certificate), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted, null);
        return context;
    }

    private KeyStore store(String name) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(stores.resolve(name + ".p12"))) {
            store.load(file, PASSWORD);
        }
        return store;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }
}
