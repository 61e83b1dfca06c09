package com.ovhi.outreach.local.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A kept-alive HTTP/1.1 connection, renewed when the service ends it, that asks and waits, with as little work of its own as possible: on two cores a
 * full client would measure itself. Reads bodies with a length and in chunks. Not thread-safe.
 */
final class LoadConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final URI service;
    private final String head;
    private Socket socket;
    private InputStream in;
    private boolean closing;

    LoadConnection(URI service, String token) throws IOException {
        this.service = service;
        socket = connect(service);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        head = " HTTP/1.1\r\nHost: " + service.getAuthority() + "\r\nAuthorization: Bearer " + token
                + "\r\nAccept: application/json\r\n";
    }

    private static Socket connect(URI service) throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress(service.getHost(), service.getPort()), PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** The service ends a connection after a number of requests and says so. */
    private void reconnect() throws IOException {
        socket.close();
        socket = connect(service);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        closing = false;
    }

    /** Asks for a path and returns the status, once the whole answer is here. */
    int get(String path) throws IOException {
        return ask(("GET " + path + head + "\r\n").getBytes(StandardCharsets.ISO_8859_1))
                .status();
    }

    /** Posts a JSON body under an idempotency key. */
    Answer post(String path, String key, byte[] json) throws IOException {
        var request = "POST " + path + head + "Idempotency-Key: " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: " + json.length + "\r\n\r\n";
        var bytes = new ByteArrayOutputStream(request.length() + json.length);
        bytes.writeBytes(request.getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(json);
        return ask(bytes.toByteArray());
    }

    private Answer ask(byte[] request) throws IOException {
        if (closing) {
            reconnect();
        }
        socket.getOutputStream().write(request);
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        var length = 0;
        var chunked = false;
        for (var header = line(); !header.isEmpty(); header = line()) {
            var name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith("content-length:")) {
                length = Integer.parseInt(
                        name.substring("content-length:".length()).strip());
            }
            closing |= name.startsWith("connection:") && name.endsWith("close");
            chunked |= name.startsWith("transfer-encoding:") && name.endsWith("chunked");
        }
        return new Answer(status, chunked ? chunks() : in.readNBytes(length));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        int length;
        do {
            length = Integer.parseInt(line(), 16);
            body.write(in.readNBytes(length));
            line();
        } while (length > 0);
        return body.toByteArray();
    }

    private String line() throws IOException {
        var line = new StringBuilder(80);
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The service closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A whole answer. */
    record Answer(int status, byte[] body) {

        /** How often its body says something. */
        int count(String text) {
            return new String(body, StandardCharsets.UTF_8).split(Pattern.quote(text), -1).length - 1;
        }
    }
}
