package com.ovhi.outreach.local.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A kept-alive HTTP/1.1 connection, renewed when the service ends it, that asks and waits, with as little work of its own as possible: on two cores a
 * full client would measure itself. Reads bodies with a length and in chunks. Not thread-safe.
 */
final class LookupConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final URI service;
    private final String head;
    private Socket socket;
    private InputStream in;
    private boolean closing;

    LookupConnection(URI service, String token) throws IOException {
        this.service = service;
        socket = connect(service);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
        head = " HTTP/1.1\r\nHost: " + service.getAuthority() + "\r\nAuthorization: Bearer " + token
                + "\r\nAccept: application/json\r\n\r\n";
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
        if (closing) {
            reconnect();
        }
        socket.getOutputStream().write(("GET " + path + head).getBytes(StandardCharsets.ISO_8859_1));
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
        if (chunked) {
            skipChunks();
        } else {
            in.skipNBytes(length);
        }
        return status;
    }

    private void skipChunks() throws IOException {
        int length;
        do {
            length = Integer.parseInt(line(), 16);
            in.skipNBytes(length);
            line();
        } while (length > 0);
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
}
