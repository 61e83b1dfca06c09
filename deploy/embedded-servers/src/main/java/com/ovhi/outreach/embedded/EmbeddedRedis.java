package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A Redis server on 127.0.0.1, in a process of its own, that appends every write to a file in its folder. */
public final class EmbeddedRedis implements AutoCloseable {

    private static final String NAME = "Redis";
    private static final String EXECUTABLE = "redis-server";
    private static final int PROBE_MILLIS = 2_000;
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

    private final DataFolder folder;
    private final ServerProcess process;
    private final int port;

    private EmbeddedRedis(DataFolder folder, ServerProcess process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** Starts a server; port 0 takes a free one. */
    public static EmbeddedRedis start(Path dataDir, int port) {
        var executable = unpacked();
        var folder = DataFolder.claim(dataDir);
        try {
            return start(executable, folder, Ports.freeIfZero(port));
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static EmbeddedRedis start(Path executable, DataFolder folder, int port) {
        folder.reapOrphan(EXECUTABLE);
        Ports.requireFree(port, NAME);
        var process = ServerProcess.start(NAME, command(executable, folder.createdData(), port), folder);
        process.awaitReady(() -> answersPing(port));
        return new EmbeddedRedis(folder, process, port);
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** Stops the server in good order. */
    @Override
    public void close() {
        process.stop();
        folder.close();
    }

    /** Ends the server as a power cut would. */
    public void kill() {
        process.kill();
        folder.close();
    }

    private static Path unpacked() {
        var artifact = Artifact.find("org.signal", "embedded-redis");
        var suffix = Platform.current().redisSuffix();
        return new BinaryCache(EmbeddedServers.cacheDir())
                .unpackOnce(
                        "redis-%s-%s".formatted(artifact.version(), suffix),
                        folder -> artifact.extract(
                                folder,
                                entry -> Optional.of(EXECUTABLE)
                                        .filter(name -> entry.startsWith(EXECUTABLE) && entry.endsWith("-" + suffix))))
                .resolve(EXECUTABLE);
    }

    private static List<String> command(Path executable, Path data, int port) {
        return List.of(
                executable.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                data.toString(),
                "--appendonly",
                "yes",
                "--save",
                "",
                // Keeps the arguments readable, by which an orphan is recognised.
                "--set-proc-title",
                "no");
    }

    private static boolean answersPing(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_MILLIS);
            socket.setSoTimeout(PROBE_MILLIS);
            socket.getOutputStream().write(PING);
            return socket.getInputStream().read() == '+';
        } catch (IOException notYet) {
            return false;
        }
    }
}
