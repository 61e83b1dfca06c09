package com.ovhi.outreach.local.load;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * Requests at a steady rate, whether or not earlier ones were answered, and how long the answers took from the moment each
 * was due: a server that is late cannot hide it by delaying the next request.
 */
final class SteadyFire {

    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(60), Duration.ofMillis(50));

    /** Without an offer of HTTP/2 in the head of every request, which the suite does not speak. */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /**
     * Fires and waits for the answers.
     *
     * @param request the one of a number, counted from 0
     * @param answered told the number of each that got its 2xx
     */
    Outcome fire(int number, int perSecond, IntFunction<HttpRequest> request, IntConsumer answered)
            throws InterruptedException {
        var run = new Run(answered);
        var begin = System.nanoTime();
        for (var i = 0; i < number; i++) {
            var due = begin + TimeUnit.SECONDS.toNanos(1) * i / perSecond;
            var next = request.apply(i);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
            run.send(i, next, due);
        }
        PATIENCE.until(() -> run.unanswered.get() == 0);
        return run.outcome(System.nanoTime() - begin);
    }

    /**
     * What came of it.
     *
     * @param millis of those with a 2xx, sorted
     * @param others how many had which other end
     */
    record Outcome(double[] millis, Map<String, Integer> others, double seconds) {

        double p(double share) {
            return Percentiles.of(millis, share);
        }
    }

    private final class Run {

        private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
        private final Map<String, Integer> others = new ConcurrentHashMap<>();
        private final AtomicInteger unanswered = new AtomicInteger();
        private final IntConsumer answered;

        private Run(IntConsumer answered) {
            this.answered = answered;
        }

        private void send(int number, HttpRequest request, long due) {
            unanswered.incrementAndGet();
            http.sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, failure) -> {
                var now = System.nanoTime();
                if (failure != null) {
                    others.merge(failure.getClass().getSimpleName(), 1, Integer::sum);
                } else if (answer.statusCode() / 100 == 2) {
                    millis.add((now - due) / 1e6);
                    answered.accept(number);
                } else {
                    others.merge("HTTP " + answer.statusCode(), 1, Integer::sum);
                }
                unanswered.decrementAndGet();
            });
        }

        private Outcome outcome(long nanos) {
            return new Outcome(
                    millis.stream().mapToDouble(Double::doubleValue).sorted().toArray(),
                    Map.copyOf(others),
                    (double) nanos / TimeUnit.SECONDS.toNanos(1));
        }
    }
}
