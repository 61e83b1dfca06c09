package com.ovhi.outreach.channel.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A provider at the far end of a real connection, which can also say nothing or hang up. */
public final class FakeProvider implements AutoCloseable {

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch hungUp = new CountDownLatch(1);
    private volatile Function<Request, Answer> behaviour = request -> new Json(404, Map.of(), "{}");

    private FakeProvider(HttpServer server) {
        this.server = server;
    }

    public static FakeProvider start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var provider = new FakeProvider(server);
            server.createContext("/", provider::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void behave(Function<Request, Answer> answer) {
        behaviour = answer;
    }

    public void answer(int status, String json) {
        behave(request -> new Json(status, Map.of(), json));
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            switch (behaviour.apply(request)) {
                case Json(var status, var headers, var body) -> {
                    headers.forEach(exchange.getResponseHeaders()::set);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    var bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
                case HangUp() -> {}
                case Silence(var duration) -> awaitClose(duration);
                case Drip() -> drip(exchange);
            }
        }
    }

    /** Until the other end has had enough, or a minute. */
    private void drip(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        var body = exchange.getResponseBody();
        try {
            for (var i = 0; i < 600 && closed.getCount() > 0; i++) {
                body.write(' ');
                body.flush();
                awaitClose(Duration.ofMillis(100));
            }
        } catch (IOException e) {
            hungUp.countDown();
        }
    }

    /** Whether somebody closed the connection while an answer dripped. */
    public boolean awaitHungUp(Duration patience) throws InterruptedException {
        return hungUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void awaitClose(Duration duration) {
        try {
            closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }

    public sealed interface Answer {}

    public record Json(int status, Map<String, String> headers, String body) implements Answer {}

    /** Closes the connection after the request was read. */
    public record HangUp() implements Answer {}

    /** Says nothing for a while, then closes the connection. */
    public record Silence(Duration duration) implements Answer {}

    /** Begins an answer and never comes to its end, though it is never silent for long. */
    public record Drip() implements Answer {}

    public record Request(String method, URI uri, Map<String, List<String>> headers, String body) {

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(each -> each.getKey().equalsIgnoreCase(name))
                    .map(each -> each.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }

        /** A field of a form body. */
        public String field(String name) {
            for (var pair : body.split("&")) {
                if (pair.startsWith(name + "=")) {
                    return java.net.URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
                }
            }
            return "";
        }
    }
}
