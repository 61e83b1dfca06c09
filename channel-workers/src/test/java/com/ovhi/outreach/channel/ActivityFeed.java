package com.ovhi.outreach.channel;

import com.ovhi.outreach.channel.gateway.FakeProvider.Answer;
import com.ovhi.outreach.channel.gateway.FakeProvider.HangUp;
import com.ovhi.outreach.channel.gateway.FakeProvider.Json;
import com.ovhi.outreach.channel.gateway.FakeProvider.Request;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** SendGrid with its feed of e-mail activity. It takes every mail, unless it is told to lose it or its answer. */
final class ActivityFeed {

    private static final Pattern TOKEN =
            Pattern.compile("\\(unique_args\\['job_id']=\"([^\"]+)\" AND unique_args\\['attempt']=\"(\\d+)\"\\)");

    private final Map<String, String> messages = new ConcurrentHashMap<>();
    private final Set<UUID> unanswered = ConcurrentHashMap.newKeySet();
    private final Set<UUID> lost = ConcurrentHashMap.newKeySet();
    private volatile boolean behind;
    private volatile @Nullable Answer refusal;

    /** The mails of these are taken, which the answer would say. */
    void losesTheAnswerTo(DispatchOrdered order) {
        unanswered.add(order.jobId());
    }

    /** The mails of these never arrive. */
    void loses(DispatchOrdered order) {
        lost.add(order.jobId());
    }

    /** It does not show what it takes. */
    void fallsBehind() {
        behind = true;
    }

    /** It answers each question so; null to answer again. */
    void refuses(@Nullable Answer answer) {
        refusal = answer;
    }

    /** The id by which a callback about a first attempt would name it. */
    static String idOf(DispatchOrdered order) {
        return "sg-" + order.jobId();
    }

    /** Lists a message. */
    void has(UUID job, int attempt, String id, String address) {
        messages.put(job + "/" + attempt, """
                {"from_email":"clinic@example.org","msg_id":"%s.recvd-7d9f-1-65A.0","subject":"A message",
                 "to_email":"%s","status":"processing","opens_count":0,"clicks_count":0,
                 "last_event_time":"2026-03-02T15:00:00Z"}""".formatted(id, address));
    }

    Answer answer(Request request) {
        if (!"GET".equals(request.method())) {
            return taken(request);
        }
        var wanted = refusal;
        return wanted == null ? listed(request) : wanted;
    }

    private Answer listed(Request request) {
        var found = tokens(request).stream()
                .filter(_ -> !behind)
                .map(messages::get)
                .filter(java.util.Objects::nonNull)
                .collect(Collectors.joining(","));
        return new Json(200, Map.of(), "{\"messages\":[" + found + "]}");
    }

    private Answer taken(Request request) {
        var mail = ContractJson.mapper()
                .readTree(request.body())
                .path("personalizations")
                .path(0);
        var job = UUID.fromString(mail.path("custom_args").path("job_id").asString());
        if (lost.remove(job)) {
            return new HangUp();
        }
        var attempt = mail.path("custom_args").path("attempt").asInt();
        var id = "sg-" + job;
        has(job, attempt, id, mail.path("to").path(0).path("email").asString());
        return unanswered.remove(job) ? new HangUp() : new Json(202, Map.of("X-Message-Id", id), "");
    }

    /** What a question asks for: job and attempt, with a stroke between them. */
    static Set<String> tokens(Request request) {
        var tokens = new LinkedHashSet<String>();
        var matcher = TOKEN.matcher(URLDecoder.decode(request.uri().getRawQuery(), StandardCharsets.UTF_8));
        while (matcher.find()) {
            tokens.add(matcher.group(1) + "/" + matcher.group(2));
        }
        return tokens;
    }
}
