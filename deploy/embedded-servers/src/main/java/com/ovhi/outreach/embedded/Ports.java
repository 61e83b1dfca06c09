package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports on the loopback interface. */
public final class Ports {

    // Below every system's range of outgoing ports, so that no client connection takes a port between choice and use.
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;
    // Processes that start at the same time have neighbouring ids; each looks in a block of its own first.
    private static final int BLOCK = 30;
    private static final int BLOCKS = (LAST - FIRST) / BLOCK;
    private static final int OWN = FIRST + (int) (ProcessHandle.current().pid() % BLOCKS) * BLOCK;
    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port nobody listens on; never the same one twice in this JVM, nor that of a JVM that asks at the same time. */
    public static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = attempt < BLOCK
                    ? OWN + attempt
                    : ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (HANDED_OUT.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedServerException(
                "No free port between %d and %d on this machine; stop some servers.".formatted(FIRST, LAST));
    }

    /** Whether a server could listen on the port right now. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static int freeIfZero(int port) {
        return port == 0 ? free() : port;
    }

    static void requireFree(int port, String server) {
        if (!isFree(port)) {
            throw new EmbeddedServerException(
                    "%s cannot listen on port %d: the port is taken by %s. Stop that program or choose another port."
                            .formatted(server, port, PortOwner.of(port)));
        }
    }
}
