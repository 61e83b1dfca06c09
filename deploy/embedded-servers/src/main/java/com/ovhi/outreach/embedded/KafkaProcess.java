package com.ovhi.outreach.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Runs the broker as a program of its own until it is told to terminate. */
public final class KafkaProcess {

    private KafkaProcess() {}

    /** @param arguments data folder, port, and optionally the id of a process with which the broker shall end */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length < 2 || arguments.length > 3) {
            throw new IllegalArgumentException("Usage: KafkaProcess <data folder> <port> [<owner process id>]");
        }
        var broker = EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-kafka"));
        if (arguments.length == 3) {
            endWith(Long.parseLong(arguments[2]));
        }
        new CountDownLatch(1).await();
    }

    private static void endWith(long owner) {
        ProcessHandle.of(owner).map(ProcessHandle::onExit).ifPresent(end -> end.thenRun(() -> System.exit(0)));
    }
}
