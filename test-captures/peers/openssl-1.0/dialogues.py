"""Protocols that talk in the clear before OpenSSL takes over: commands for one connection each."""

SMTP = ["connect 25",
        "plain_server 220 mail.peer.example ESMTP",
        "plain_client EHLO client.peer.example",
        r"plain_server 250-mail.peer.example\n250 STARTTLS",
        "plain_client STARTTLS",
        "plain_server 220 Go ahead",
        "handshake",
        "client_says EHLO client.peer.example", "server_says 250 mail.peer.example",
        "client_says MAIL FROM:<alice@peer.example>", "server_says 250 Ok",
        "client_says RCPT TO:<bob@peer.example>", "server_says 250 Ok",
        "client_says DATA", "server_says 354 End with a dot",
        r"client_says Subject: Hello\n\nHow are you?\n.", "server_says 250 Queued",
        "client_says QUIT", "server_says 221 Bye",
        "close client"]

IMAP = ["connect 143",
        "plain_server * OK [CAPABILITY IMAP4rev1 STARTTLS] ready",
        "plain_client a1 STARTTLS",
        "plain_server a1 OK Begin",
        "handshake",
        "client_says a2 LOGIN alice secret", "server_says a2 OK Logged in",
        "client_says a3 SELECT INBOX", r"server_says * 1 EXISTS\na3 OK [READ-WRITE] Selected",
        "client_says a4 LOGOUT", r"server_says * BYE\na4 OK Logged out",
        "close client"]

POP3 = ["connect 110",
        "plain_server +OK ready",
        "plain_client STLS",
        "plain_server +OK Begin",
        "handshake",
        "client_says USER alice", "server_says +OK",
        "client_says PASS secret", "server_says +OK Logged in",
        "client_says STAT", "server_says +OK 1 120",
        "client_says QUIT", "server_says +OK Bye",
        "close client"]

FTP = ["connect 21",
       "plain_server 220 ready",
       "plain_client AUTH TLS",
       "plain_server 234 Begin",
       "handshake",
       "client_says USER alice", "server_says 331 Password please",
       "client_says PASS secret", "server_says 230 Logged in",
       "client_says QUIT", "server_says 221 Bye",
       "close client"]

STARTTLS = [*SMTP, *IMAP, *POP3, *FTP]

CONNECT = ["connect 3128",
           r"plain_client CONNECT peer.example:443 HTTP/1.0\n",
           r"plain_server HTTP/1.0 200 Connection established\n",
           "handshake",
           "get /through-a-proxy",
           "close client"]
