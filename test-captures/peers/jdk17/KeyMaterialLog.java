import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HexFormat;
import javax.crypto.KeyGenerator;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import sun.security.internal.spec.TlsKeyMaterialParameterSpec;
import sun.security.internal.spec.TlsKeyMaterialSpec;

/**
 * A security provider that stands in front of the JDK's own derivation of write keys: it lets the JDK
 * do the work and prints what went in and what came out. This is how the JDK itself tells its keys.
 */
public final class KeyMaterialLog extends Provider {
    private static final String ALGORITHM = "SunTlsKeyMaterial";

    public KeyMaterialLog() {
        super("KeyMaterialLog", "1", "prints the key material that SunJCE derives");
        put("KeyGenerator." + ALGORITHM, Generator.class.getName());
    }

    public static final class Generator extends KeyGeneratorSpi {
        private final KeyGenerator jdk;
        private TlsKeyMaterialParameterSpec input;

        public Generator() throws NoSuchAlgorithmException, NoSuchProviderException {
            jdk = KeyGenerator.getInstance(ALGORITHM, "SunJCE");
        }

        @Override
        protected void engineInit(AlgorithmParameterSpec spec, SecureRandom random)
                throws InvalidAlgorithmParameterException {
            input = (TlsKeyMaterialParameterSpec) spec;
            jdk.init(spec, random);
        }

        @Override
        protected SecretKey engineGenerateKey() {
            TlsKeyMaterialSpec keys = (TlsKeyMaterialSpec) jdk.generateKey();
            StringBuilder line = new StringBuilder("handshake");
            add(line, "client_random", input.getClientRandom());
            add(line, "server_random", input.getServerRandom());
            add(line, "master_secret", input.getMasterSecret());
            add(line, "client_write_key", keys.getClientCipherKey());
            add(line, "server_write_key", keys.getServerCipherKey());
            add(line, "client_write_mac_secret", keys.getClientMacKey());
            add(line, "server_write_mac_secret", keys.getServerMacKey());
            add(line, "client_write_iv", keys.getClientIv());
            add(line, "server_write_iv", keys.getServerIv());
            System.out.println(line);
            return keys;
        }

        private static void add(StringBuilder line, String name, Key key) {
            if (key != null) {
                add(line, name, key.getEncoded());
            }
        }

        private static void add(StringBuilder line, String name, IvParameterSpec iv) {
            if (iv != null) {
                add(line, name, iv.getIV());
            }
        }

        private static void add(StringBuilder line, String name, byte[] value) {
            line.append(' ').append(name).append('=').append(HexFormat.of().formatHex(value));
        }

        @Override
        protected void engineInit(SecureRandom random) {
            throw new InvalidParameterException("needs the parameters of a handshake");
        }

        @Override
        protected void engineInit(int size, SecureRandom random) {
            throw new InvalidParameterException("needs the parameters of a handshake");
        }
    }
}
