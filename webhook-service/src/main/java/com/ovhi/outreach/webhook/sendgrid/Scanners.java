package com.ovhi.outreach.webhook.sendgrid;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells clicks of mail scanners from those of people. Scanners follow every link, at once, before anybody can have read the
 * mail; some say who they are.
 */
final class Scanners {

    /** Two links in less than that, or one so soon after delivery, is no person. */
    private static final Duration NO_PERSON = Duration.ofSeconds(2);

    /** Except for the telephones of a maker whose name ends like this. */
    private static final Pattern MACHINE = Pattern.compile("(?i)(?<!cu)bot\\b|crawl|spider|scanner|preview|headless"
            + "|barracuda|proofpoint|mimecast|symantec|messagelabs|trendmicro|trend micro|forcepoint|sophos|fireeye"
            + "|cloudmark|safelinks|urldefense|bitdefender|fortinet|fortiguard|zscaler|cisco ironport|checkpoint"
            + "|python|curl/|wget|go-http-client|java/|okhttp|libwww|apache-httpclient|node-fetch|axios");

    private Scanners() {}

    /** Whether a program that calls itself this is none that a person reads with. */
    static boolean knows(@Nullable String userAgent) {
        return userAgent != null && MACHINE.matcher(userAgent).find();
    }

    /** The messages of a batch whose links were followed faster than anybody could. */
    static Set<String> hurried(Collection<Seen> events) {
        var byMessage = new HashMap<String, List<Seen>>();
        events.forEach(each -> byMessage
                .computeIfAbsent(each.message(), _ -> new ArrayList<>())
                .add(each));
        var hurried = new HashSet<String>();
        for (Map.Entry<String, List<Seen>> each : byMessage.entrySet()) {
            if (inAHurry(each.getValue())) {
                hurried.add(each.getKey());
            }
        }
        return hurried;
    }

    private static boolean inAHurry(List<Seen> ofOneMessage) {
        var ordered = ofOneMessage.stream()
                .sorted(Comparator.comparing(Seen::at).thenComparing(Seen::link))
                .toList();
        for (var i = 1; i < ordered.size(); i++) {
            var before = ordered.get(i - 1);
            var click = ordered.get(i);
            if (!click.link().equals(before.link())
                    && !click.link().isEmpty()
                    && Duration.between(before.at(), click.at()).compareTo(NO_PERSON) <= 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * A message was delivered, or a link in it was followed.
     *
     * @param link which; empty for the delivery
     */
    record Seen(String message, String link, Instant at) {}
}
