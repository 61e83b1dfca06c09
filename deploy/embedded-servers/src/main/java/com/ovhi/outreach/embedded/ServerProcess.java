package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own that does not outlive this JVM. */
final class ServerProcess {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 20;
    private static final int LOG_TAIL = 4_000;
    private static final Path SHELL = Path.of("/bin/sh");
    private static final Path NEW_SESSION = Path.of("/usr/bin/setsid");

    // Waits for the end of its input, which the system closes however this JVM dies, and then stops the server. Unlike
    // a
    // shutdown hook this also covers kill -9, and never stops the server under applications that are still closing.
    private static final String WATCH = "trap '' INT HUP TERM; read -r _; kill -TERM \"$1\"";

    private final String name;
    private final Process process;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static ServerProcess start(String name, List<String> command, DataFolder folder) {
        var builder = new ProcessBuilder(inNewSession(command))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.log().toFile()));
        var server = new ServerProcess(name, launch(builder), folder.log());
        try {
            folder.note(server.process.toHandle());
            server.dieWithThisJvm();
            return server;
        } catch (RuntimeException e) {
            server.kill();
            throw e;
        }
    }

    /** Runs a command to its end. */
    static void run(String name, List<String> command, Path input, Path log) {
        var builder = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var server = new ServerProcess(name, launch(builder), log);
        if (!server.ended(START_LIMIT)) {
            server.kill();
            throw server.failure("took more than " + START_LIMIT.toSeconds() + " s");
        }
        if (server.process.exitValue() != 0) {
            throw server.failure("ended with code " + server.process.exitValue());
        }
    }

    void awaitReady(BooleanSupplier answers) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers.getAsBoolean()) {
            if (ended(Duration.ofMillis(POLL_MILLIS))) {
                throw failure("ended with code " + process.exitValue() + " while starting");
            }
            if (System.nanoTime() > deadline) {
                kill();
                throw failure("did not answer within " + START_LIMIT.toSeconds() + " s");
            }
        }
    }

    long pid() {
        return process.pid();
    }

    void stop() {
        process.destroy();
        if (!ended(STOP_LIMIT)) {
            kill();
        }
    }

    void kill() {
        process.destroyForcibly();
        ended(STOP_LIMIT);
    }

    private boolean ended(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while waiting for " + name + ".", e);
        }
    }

    private static Process launch(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new EmbeddedServerException(
                    "Cannot execute %s; check that it exists and its file system allows programs."
                            .formatted(builder.command()),
                    e);
        }
    }

    private void dieWithThisJvm() {
        if (Files.isExecutable(SHELL)) {
            var command = List.of(SHELL.toString(), "-c", WATCH, "watch-" + name, Long.toString(pid()));
            var watch = launch(new ProcessBuilder(inNewSession(command))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD));
            process.onExit().thenRun(watch::destroyForcibly);
        } else {
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "stop-" + name));
        }
    }

    // Ctrl-C in a terminal signals the whole process group; only the JVM shall hear it and close things in order.
    private static List<String> inNewSession(List<String> command) {
        var whole = new ArrayList<String>();
        if (Files.isExecutable(NEW_SESSION)) {
            whole.add(NEW_SESSION.toString());
        }
        whole.addAll(command);
        return whole;
    }

    private EmbeddedServerException failure(String what) {
        return new EmbeddedServerException("%s %s. The end of its log %s says:%n%s".formatted(name, what, log, tail()));
    }

    private @Nullable String tail() {
        try {
            var text = Files.readString(log, StandardCharsets.ISO_8859_1);
            return text.substring(Math.max(0, text.length() - LOG_TAIL));
        } catch (IOException unreadable) {
            return unreadable.getMessage();
        }
    }
}
