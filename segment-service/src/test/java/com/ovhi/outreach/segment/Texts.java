package com.ovhi.outreach.segment;

import com.ovhi.outreach.common.testing.FakeService;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** template-service, which has a text for everything unless a test says otherwise. */
@Configuration(proxyBeanMethods = false)
public class Texts {

    private static final FakeService HTTP = FakeService.start();
    private static final String REFILL = "rx_refill";

    static {
        everything();
    }

    @Bean
    DynamicPropertyRegistrar templateService() {
        return settings -> settings.add("outreach.clients.addresses.template-service", HTTP::url);
    }

    /**
     * As at the beginning: a text by SMS and e-mail in each language, and templates 1 to 30 for refills, but 4 for missed
     * visits; 22 by e-mail.
     */
    public static void everything() {
        HTTP.reset();
        HTTP.answer(
                "GET",
                "/api/v1/templates",
                200,
                "{\"items\": [" + json(8, REFILL, "email", "en", true) + "," + json(9, REFILL, "sms", "en", true)
                        + "]}");
        LongStream.rangeClosed(1, 30).forEach(each -> template(each, REFILL, true));
        template(4, "no_show", true);
        template(22, "email", "en");
    }

    /** Texts by SMS in these languages only. */
    public static void published(String... languages) {
        HTTP.respond(
                "GET",
                "/api/v1/templates",
                request -> new FakeService.Response(
                        200,
                        Stream.of(languages).anyMatch(each -> request.query().contains("language=" + each))
                                ? "{\"items\": [" + json(9, REFILL, "sms", "en", true) + "]}"
                                : "{\"items\": []}"));
    }

    /** A template. */
    public static void template(long id, String purpose, boolean active) {
        HTTP.answer("GET", "/api/v1/templates/" + id, 200, json(id, purpose, "sms", "en", active));
    }

    /** A template for refills. */
    public static void template(long id, String channel, String language) {
        HTTP.answer("GET", "/api/v1/templates/" + id, 200, json(id, REFILL, channel, language, true));
    }

    /** A template that is there no more. */
    public static void deleted(long id) {
        HTTP.answer("GET", "/api/v1/templates/" + id, 404, "{}");
    }

    /** It does not answer. */
    public static void away() {
        HTTP.reset();
        HTTP.answer("GET", "/api/v1/templates", 503, "{}");
    }

    private static String json(long id, String purpose, String channel, String language, boolean active) {
        return "{\"id\": " + id + ", \"purpose\": \"" + purpose + "\", \"channel\": \"" + channel
                + "\", \"language\": \"" + language + "\", \"is_marketing\": false, \"is_active\": " + active + "}";
    }
}
