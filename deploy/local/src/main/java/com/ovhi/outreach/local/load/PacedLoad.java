package com.ovhi.outreach.local.load;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Asks a service over some connections, once as fast as it goes, or at a rate: then each question has its time to leave, and
 * its latency counts from then (no coordinated omission).
 *
 * @param connections how many questions are open at the same time at most
 */
record PacedLoad(URI service, String token, int connections) {

    /** @param rate questions per second over all connections; 0 means as fast as it goes */
    Measured measure(int count, int rate, Asking asking) throws InterruptedException, ExecutionException {
        var next = new AtomicInteger();
        var nanos = new long[count];
        var failed = 0;
        var begin = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(connections)) {
            Callable<Integer> lane = () -> ask(next, nanos, asking, rate, begin);
            var lanes = threads.invokeAll(
                    IntStream.range(0, connections).mapToObj(_ -> lane).toList());
            for (var each : lanes) {
                failed += each.get();
            }
        }
        var took = System.nanoTime() - begin;
        Arrays.sort(nanos);
        return new Measured(nanos, took, failed);
    }

    /** Asks until all have been asked; returns how many were not answered well. */
    private int ask(AtomicInteger next, long[] nanos, Asking asking, int rate, long begin)
            throws IOException, InterruptedException {
        var refused = 0;
        try (var connection = new LoadConnection(service, token)) {
            for (var i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
                var due = rate == 0 ? System.nanoTime() : begin + TimeUnit.SECONDS.toNanos(1) * i / rate;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                if (!asking.ask(connection, i)) {
                    refused++;
                }
                nanos[i] = System.nanoTime() - due;
            }
        }
        return refused;
    }

    /** One question. */
    @FunctionalInterface
    interface Asking {

        /**
         * Asks.
         *
         * @param number of the question, from 0 on
         * @return whether it was answered well
         */
        boolean ask(LoadConnection connection, int number) throws IOException;
    }

    /**
     * What was measured.
     *
     * @param sorted latencies in nanoseconds, ascending
     * @param took nanoseconds for all of them
     * @param failed how many were not answered well
     */
    record Measured(long[] sorted, long took, int failed) {

        /** Questions per second. */
        double rate() {
            return sorted.length * 1e9 / took;
        }

        /** Milliseconds that so many of the questions did not take longer than. */
        double percentile(double share) {
            return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)] / 1e6;
        }
    }
}
