package com.ovhi.outreach.preference.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A patient with a browser that only knows HTML forms. */
final class PageVisit {

    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final Pattern CHECKED = Pattern.compile("name=\"(\\w+_\\w+)\" checked");
    private static final Pattern TIME =
            Pattern.compile("type=\"time\" id=\"[^\"]+\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final Pattern LANGUAGE = Pattern.compile("<option value=\"([^\"]+)\" lang=\"[^\"]+\" selected>");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    PageVisit(int port, String path) {
        url = "http://127.0.0.1:" + port + path;
    }

    HttpResponse<String> get() {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Accept-Language", "fr")
                .build());
    }

    /** The form as it stands on a page. */
    static Map<String, String> form(HttpResponse<String> page) {
        var fields = new LinkedHashMap<String, String>();
        HIDDEN.matcher(page.body()).results().forEach(each -> fields.put(each.group(1), each.group(2)));
        CHECKED.matcher(page.body()).results().forEach(each -> fields.put(each.group(1), "on"));
        TIME.matcher(page.body()).results().forEach(each -> fields.put(each.group(1), each.group(2)));
        LANGUAGE.matcher(page.body()).results().forEach(each -> fields.put("language", each.group(1)));
        fields.put("action", "save");
        return fields;
    }

    HttpResponse<String> post(Map<String, String> fields) {
        var body = fields.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** What staff do, not patients. */
    HttpResponse<String> delete(String bearer) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", bearer)
                .DELETE()
                .build());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
