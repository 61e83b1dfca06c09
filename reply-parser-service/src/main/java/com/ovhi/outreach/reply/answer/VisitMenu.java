package com.ovhi.outreach.reply.answer;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.answer.Circumstances.Offer;
import com.ovhi.outreach.reply.followup.Choice;
import com.ovhi.outreach.reply.people.Organization;
import com.ovhi.outreach.reply.prompts.Prompt;
import com.ovhi.outreach.reply.understanding.Question;
import com.ovhi.outreach.reply.visit.Visit;
import com.ovhi.outreach.reply.visit.Visits;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The visits that may be meant, by their dates only: never by whose they are or what they are for. Nothing at all is said
 * where one of them is sensitive or not known. Call inside a transaction.
 */
@Component
class VisitMenu {

    private static final int MOST = 5;

    private final Visits visits;
    private final AnswerProperties properties;

    VisitMenu(Visits visits, AnswerProperties properties) {
        this.visits = visits;
        this.properties = properties;
    }

    /** Whether it may be said that there is this visit. */
    boolean speakable(@Nullable Prompt prompt, Instant now) {
        return prompt != null
                && prompt.question() == Question.VISIT
                && visit(prompt, now).isPresent();
    }

    /** What can be offered to whoever means one of several. */
    Menu of(
            List<Prompt> prompts,
            @Nullable Intent wish,
            Channel channel,
            Optional<Organization> clinic,
            String language,
            Instant now) {
        var meant = prompts.stream()
                .map(each -> dated(each, now))
                .flatMap(Optional::stream)
                .toList();
        if (wish == null || meant.isEmpty() || meant.size() < prompts.size()) {
            return Menu.EMPTY;
        }
        var sorted = meant.stream().sorted(Comparator.comparing(Dated::start)).toList();
        var names = names(sorted, language);
        if (sorted.size() > MOST || names.stream().distinct().count() < names.size() || !mayDate(channel, clinic)) {
            return sorted.size() > 1 ? Menu.UNSPOKEN : Menu.EMPTY;
        }
        var choices = sorted.stream()
                .map(each -> new Choice(wish, each.prompt().jobId()))
                .toList();
        var text = IntStream.range(0, names.size())
                .mapToObj(place -> (place + 1) + " = " + names.get(place))
                .collect(Collectors.joining("; "));
        return new Menu(Offer.DATES, choices, text);
    }

    private boolean mayDate(Channel channel, Optional<Organization> clinic) {
        return channel == Channel.SMS
                && (properties.visitTimeBySms()
                        || clinic.map(Organization::smsPhi).orElse(false));
    }

    /** Days; with the time where two visits are on one day. */
    private static List<String> names(List<Dated> sorted, String language) {
        var writing = new WrittenDay(language);
        var days = sorted.stream().map(each -> writing.day(each.start())).toList();
        Function<Dated, String> name = days.stream().distinct().count() == days.size()
                ? each -> writing.day(each.start())
                : each -> writing.dayAndTime(each.start());
        return sorted.stream().map(name).toList();
    }

    private Optional<Dated> dated(Prompt prompt, Instant now) {
        return prompt.question() == Question.VISIT
                ? visit(prompt, now).map(visit -> new Dated(prompt, visit.start()))
                : Optional.empty();
    }

    private Optional<Visit> visit(Prompt prompt, Instant now) {
        return visits.find(prompt.organizationId(), prompt.subjectRef())
                .filter(visit -> !visit.sensitive() && visit.start().toInstant().isAfter(now));
    }

    private record Dated(Prompt prompt, ZonedDateTime start) {}

    /**
     * What to choose from.
     *
     * @param text the numbers and what they mean
     */
    record Menu(Offer offer, List<Choice> choices, String text) {

        static final Menu EMPTY = new Menu(Offer.NONE, List.of(), "");
        static final Menu UNSPOKEN = new Menu(Offer.UNSPOKEN, List.of(), "");
    }
}
