package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Arrival;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Observation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<Provider, Set<String>> accounts = new ConcurrentHashMap<>();

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
        claimForOlderVersions(texts);
        var tellers = claim(texts);
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

    /** A version that knows nothing of this table, while it is replaced or after it was restored, notes only the event. */
    private void claimForOlderVersions(List<Arrival> texts) {
        texts.stream()
                .collect(
                        Collectors.groupingBy(each -> each.observation().provider(), TreeMap::new, Collectors.toList()))
                .forEach(this::claimForOlderVersions);
    }

    private void claimForOlderVersions(Provider provider, List<Arrival> texts) {
        var heard = accounts.computeIfAbsent(provider, this::everHeard);
        texts.forEach(each -> heard.add(each.account().name()));
        if (heard.size() == 1) {
            return;
        }
        jdbc.sql("""
            INSERT IGNORE INTO told_texts (provider, dedupe_key, account)
                SELECT provider, dedupe_key, account FROM webhook_events
                WHERE provider = :provider AND account IN (:accounts) AND dedupe_key IN (:keys)
                  AND kind = 'inbound' AND state <> 'rejected'
                ORDER BY dedupe_key, id\
            """)
                .param("provider", provider.code())
                .param("accounts", List.copyOf(heard)) // it grows meanwhile
                .param("keys", keys(texts))
                .update();
    }

    /** Those of earlier days, too: a name that is not in use any more is what a renamed account leaves behind. */
    private Set<String> everHeard(Provider provider) {
        var heard = ConcurrentHashMap.<String>newKeySet();
        heard.addAll(jdbc.sql("SELECT DISTINCT account FROM webhook_events WHERE provider = ?")
                .param(provider.code())
                .query((row, _) -> String.valueOf(row.getString(1)))
                .set());
        return heard;
    }

    private static Set<String> keys(List<Arrival> texts) {
        return texts.stream().map(each -> each.observation().dedupeKey()).collect(Collectors.toSet());
    }

    /**
     * By which account each is told first. In one order for everybody, so that two who are told the same texts cannot deadlock.
     */
    private Map<Text, String> claim(List<Arrival> texts) {
        var values = new ArrayList<Object>();
        var claims = new HashMap<Text, String>();
        texts.stream()
                .sorted(Comparator.comparing(
                                (Arrival each) -> each.observation().provider())
                        .thenComparing(each -> each.observation().dedupeKey()))
                .forEach(each -> {
                    var account = each.account().name();
                    values.addAll(List.of(
                            each.observation().provider().code(),
                            each.observation().dedupeKey(),
                            account));
                    claims.putIfAbsent(Text.of(each), account);
                });
        var written = jdbc.sql("INSERT IGNORE INTO told_texts (provider, dedupe_key, account) VALUES "
                        + String.join(", ", Collections.nCopies(texts.size(), "(?, ?, ?)")))
                .params(values)
                .update();
        // Only where some of them were there before, it takes a look to know whose they are.
        return written == claims.size() ? claims : tellers(texts);
    }

    /** As it is now, not as it was when the transaction began. */
    private Map<Text, String> tellers(List<Arrival> texts) {
        return jdbc
                .sql("SELECT provider, dedupe_key, account FROM told_texts"
                        + " WHERE provider IN (:issuers) AND dedupe_key IN (:keys) LOCK IN SHARE MODE")
                .param("issuers", ISSUERS.stream().map(Provider::code).toList())
                .param("keys", keys(texts))
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
