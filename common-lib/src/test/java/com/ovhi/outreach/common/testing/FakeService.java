package com.ovhi.outreach.common.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Stands in for another service at the far end of a real HTTP connection. Answers are chosen by method and path;
 * whatever was not foreseen is a 404. Thread-safe.
 */
public final class FakeService implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Function<Request, Response>> answers = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private FakeService(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port of the loopback interface. */
    public static FakeService start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var fake = new FakeService(server);
            server.createContext("/", fake::handle);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its base URL, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Gives a fixed JSON answer. The path is compared without its query. */
    public void answer(String method, String path, int status, String json) {
        respond(method, path, request -> new Response(status, json));
    }

    /** Computes the answer. */
    public void respond(String method, String path, Function<Request, Response> answer) {
        answers.put(method + " " + path, answer);
    }

    /** Everything it was asked, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Forgets answers and requests. */
    public void reset() {
        answers.clear();
        requests.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var uri = exchange.getRequestURI();
            var query = uri.getRawQuery();
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            var request =
                    new Request(exchange.getRequestMethod(), uri.getPath(), query == null ? "" : query, body, headers);
            requests.add(request);
            var answer = answers.get(request.method() + " " + request.path());
            var response = answer == null ? new Response(404, "{}") : answer.apply(request);
            var bytes = response.body().getBytes(StandardCharsets.UTF_8);
            var json = response.status() < 400 ? "application/json" : "application/problem+json";
            exchange.getResponseHeaders().set("Content-Type", json);
            exchange.sendResponseHeaders(response.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** One request, with its raw query and the first value of each header; names of headers in any case. */
    public record Request(String method, String path, String query, String body, Map<String, String> headers) {}

    /** One answer. */
    public record Response(int status, String body) {}
}
