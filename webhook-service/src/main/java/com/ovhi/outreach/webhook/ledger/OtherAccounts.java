package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.webhook.notice.Arrival;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Observation;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Knows what a patient wrote by the id that Twilio or Meta gave it, whichever account of ours it comes by: where an account
 * was renamed, or two apps listen to the same business account, it comes again by another one, and must not act again.
 * Thread-safe.
 */
@Component
class OtherAccounts {

    static final String REASON = "told-by-other-account";

    /** They give ids that nobody else can choose; an e-mail's id is its sender's, who may write to two accounts at once. */
    private static final Set<Provider> ISSUERS = EnumSet.of(Provider.TWILIO, Provider.WHATSAPP);

    private final ReceivedEvents events;
    private final Map<Provider, Set<String>> accounts = new ConcurrentHashMap<>();

    OtherAccounts(ReceivedEvents events) {
        this.events = events;
    }

    /** The same events, those that another account has told set aside for review. To be asked within the transaction. */
    List<Arrival> withoutRepeated(List<Arrival> arrivals) {
        var texts = arrivals.stream().filter(OtherAccounts::inQuestion).toList();
        if (texts.isEmpty()) {
            return arrivals;
        }
        var told = texts.stream().collect(Collectors.groupingBy(Place::of)).entrySet().stream()
                .flatMap(each -> known(each.getKey(), each.getValue()).stream())
                .collect(Collectors.toCollection(HashSet::new));
        told.addAll(behindAnother(texts));
        return arrivals.stream()
                .map(each -> told.contains(each) ? each.meaning(new Interpretation.Rejected(REASON)) : each)
                .toList();
    }

    /** Two apps tell the same at the same moment. */
    private static List<Arrival> behindAnother(List<Arrival> texts) {
        var first = new HashMap<String, String>();
        return texts.stream()
                .filter(each -> {
                    var account = each.account().name();
                    var observation = each.observation();
                    var before =
                            first.putIfAbsent(observation.provider().code() + "|" + observation.dedupeKey(), account);
                    return before != null && !before.equals(account);
                })
                .toList();
    }

    private static boolean inQuestion(Arrival arrival) {
        var observation = arrival.observation();
        return observation.kind() == Observation.Kind.INBOUND && ISSUERS.contains(observation.provider());
    }

    private List<Arrival> known(Place place, List<Arrival> arrivals) {
        var seen = accounts.computeIfAbsent(place.provider(), this::everHeard);
        seen.add(place.account());
        var keys = arrivals.stream().map(each -> each.observation().dedupeKey()).toList();
        var told = seen.stream()
                .filter(Predicate.not(place.account()::equals))
                .flatMap(other -> events.known(place.provider(), other, keys).stream())
                .collect(Collectors.toSet());
        return arrivals.stream()
                .filter(each -> told.contains(each.observation().dedupeKey()))
                .toList();
    }

    /** Those of earlier days, too: a name that is not in use any more is what a renamed account leaves behind. */
    private Set<String> everHeard(Provider provider) {
        var heard = ConcurrentHashMap.<String>newKeySet();
        heard.addAll(events.accounts(provider));
        return heard;
    }

    private record Place(Provider provider, String account) {

        static Place of(Arrival arrival) {
            return new Place(arrival.observation().provider(), arrival.account().name());
        }
    }
}
