package com.ovhi.outreach.reply.evaluation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.ovhi.outreach.common.ids.Intent;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How well labelled replies were read, and how well today's rules read them. Nobody is in it: counts by language and intent.
 *
 * @param replies how many there are
 * @param unreadable how many more there are whose text does not open any more
 * @param languages each with its counts, in the order of their tags
 */
record Evaluation(int replies, int unreadable, List<Language> languages) {

    static Evaluation of(List<LabelledReply> replies, int unreadable) {
        return new Evaluation(
                replies.size(),
                unreadable,
                replies.stream()
                        .collect(Collectors.groupingBy(LabelledReply::group, TreeMap::new, Collectors.toList()))
                        .entrySet()
                        .stream()
                        .map(each -> new Language(each.getKey(), intents(each.getValue()), each.getValue()))
                        .toList());
    }

    private static List<Score> intents(List<LabelledReply> replies) {
        var then = then(replies);
        var now = now(replies);
        return Arrays.stream(Intent.values())
                .filter(each -> then.meant(each) + then.taken(each) + now.taken(each) > 0)
                .map(each -> Score.of(each, then, now))
                .toList();
    }

    private static Confusion then(List<LabelledReply> replies) {
        var confusion = new Confusion();
        replies.forEach(each -> confusion.add(each.meant(), each.readThen()));
        return confusion;
    }

    private static Confusion now(List<LabelledReply> replies) {
        var confusion = new Confusion();
        replies.forEach(each -> confusion.add(each.meant(), each.readNow()));
        return confusion;
    }

    /** For people: a confusion table of each language, as replies are read today, and how many were read otherwise before. */
    String text() {
        var text = new StringBuilder("%d labelled replies, %d more that do not open%n".formatted(replies, unreadable));
        for (var each : languages) {
            var changed = each.of().stream()
                    .filter(reply -> reply.readNow() != reply.readThen())
                    .count();
            text.append("== %s: %d replies, %d of them read otherwise than they were%n%s"
                    .formatted(
                            each.language(),
                            each.of().size(),
                            changed,
                            now(each.of()).text()));
        }
        return text.toString();
    }

    /**
     * A language.
     *
     * @param language a tag such as {@code es}; {@code unknown} where there is no telling
     */
    record Language(
            String language,
            List<Score> intents,
            @JsonIgnore List<LabelledReply> of) {}

    /**
     * An intent.
     *
     * @param meant how many meant it
     * @param before as they were read when they came
     * @param now as they would be read today
     */
    record Score(Intent intent, int meant, Read before, Read now) {

        static Score of(Intent intent, Confusion then, Confusion now) {
            return new Score(intent, then.meant(intent), Read.of(intent, then), Read.of(intent, now));
        }
    }

    /**
     * Readings of an intent.
     *
     * @param taken how many were taken for it
     * @param right how many of them rightly
     * @param precision in [0, 1], null when none was taken for it
     * @param recall in [0, 1], null when none meant it
     */
    record Read(
            int taken,
            int right,
            @Nullable Double precision,
            @Nullable Double recall) {

        static Read of(Intent intent, Confusion confusion) {
            var taken = confusion.taken(intent);
            return new Read(
                    taken,
                    confusion.right(intent),
                    taken == 0 ? null : (Double) confusion.precision(intent),
                    confusion.meant(intent) == 0 ? null : (Double) confusion.recall(intent));
        }
    }
}
