package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Arrival;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Observation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Knows what a patient wrote by the id that Twilio or Meta gave it, whichever account of ours it comes by: where an account
 * was renamed, or two apps listen to the same business account, it comes again by another one, and must not act again. The
 * account that tells a text first has it for ever: table {@code told_texts}.
 */
@Component
class OtherAccounts {

    static final String REASON = "told-by-other-account";

    /** They give ids that nobody else can choose; an e-mail's id is its sender's, who may write to two accounts at once. */
    private static final Set<Provider> ISSUERS = EnumSet.of(Provider.TWILIO, Provider.WHATSAPP);

    private final JdbcClient jdbc;

    OtherAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The same events, those that another account has told set aside for review. To be asked within the transaction: until
     * that ends, whoever else is told one of these texts waits for it.
     */
    List<Arrival> withoutRepeated(List<Arrival> arrivals) {
        var texts = arrivals.stream().filter(OtherAccounts::inQuestion).toList();
        if (texts.isEmpty()) {
            return arrivals;
        }
        claim(texts);
        var tellers = tellers(texts);
        return arrivals.stream()
                .map(each -> !inQuestion(each) || each.account().name().equals(tellers.get(Text.of(each)))
                        ? each
                        : each.meaning(new Interpretation.Rejected(REASON)))
                .toList();
    }

    private static boolean inQuestion(Arrival arrival) {
        var observation = arrival.observation();
        return observation.kind() == Observation.Kind.INBOUND && ISSUERS.contains(observation.provider());
    }

    /** In one order for everybody, so that two who are told the same texts cannot deadlock. */
    private void claim(List<Arrival> texts) {
        var values = new ArrayList<Object>();
        texts.stream()
                .sorted(Comparator.comparing(
                                (Arrival each) -> each.observation().provider())
                        .thenComparing(each -> each.observation().dedupeKey()))
                .forEach(each -> values.addAll(List.of(
                        each.observation().provider().code(),
                        each.observation().dedupeKey(),
                        each.account().name())));
        jdbc.sql("INSERT IGNORE INTO told_texts (provider, dedupe_key, account) VALUES "
                        + String.join(", ", Collections.nCopies(texts.size(), "(?, ?, ?)")))
                .params(values)
                .update();
    }

    /** As it is now, not as it was when the transaction began. */
    private Map<Text, String> tellers(List<Arrival> texts) {
        var keys = texts.stream().map(each -> each.observation().dedupeKey()).collect(Collectors.toSet());
        return jdbc
                .sql("SELECT provider, dedupe_key, account FROM told_texts"
                        + " WHERE provider IN (:issuers) AND dedupe_key IN (:keys) LOCK IN SHARE MODE")
                .param("issuers", ISSUERS.stream().map(Provider::code).toList())
                .param("keys", keys)
                .query((row, _) -> new Teller(
                        new Text(Provider.of(row.getString("provider")), row.getString("dedupe_key")),
                        row.getString("account")))
                .stream()
                .collect(Collectors.toMap(Teller::text, Teller::account));
    }

    private record Teller(Text text, String account) {}

    private record Text(Provider provider, String key) {

        static Text of(Arrival arrival) {
            return new Text(
                    arrival.observation().provider(), arrival.observation().dedupeKey());
        }
    }
}
