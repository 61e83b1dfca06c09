package com.ovhi.outreach.webhook.ledger;

import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Arrival;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Observation;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The ledger in the database. */
@Component
class EventLedger implements Ledger {

    private static final int LONGEST_KEY = 100;

    private final ReceivedEvents events;
    private final OtherAccounts others;
    private final Outbox outbox;
    private final FieldCipher cipher;
    private final AddressHash hashes;

    EventLedger(ReceivedEvents events, OtherAccounts others, Outbox outbox, FieldCipher cipher, AddressHash hashes) {
        this.events = events;
        this.others = others;
        this.outbox = outbox;
        this.cipher = cipher;
        this.hashes = hashes;
    }

    @Override
    @Transactional
    public List<Arrival> record(List<Arrival> arrivals) {
        var entries = others.withoutRepeated(arrivals).stream().map(this::entry).toList();
        var fresh = events.insertNew(entries);
        var recorded =
                entries.stream().filter(each -> fresh.contains(each.id())).toList();
        publish(recorded);
        return recorded.stream().map(Entry::arrival).toList();
    }

    @Override
    @Transactional(readOnly = true)
    public List<Arrival> known(List<Arrival> arrivals) {
        return arrivals.stream()
                .collect(Collectors.groupingBy(each ->
                        new Place(each.observation().provider(), each.account().name())))
                .entrySet()
                .stream()
                .flatMap(each -> known(each.getKey(), each.getValue()))
                .toList();
    }

    private Stream<Arrival> known(Place place, List<Arrival> arrivals) {
        var told = arrivals.stream().map(each -> each.observation().dedupeKey()).toList();
        var keys = events.known(place.provider(), place.account(), told);
        return arrivals.stream().filter(each -> keys.contains(each.observation().dedupeKey()));
    }

    private Entry entry(Arrival arrival) {
        var id = Ids.next();
        return new Entry(
                id,
                arrival,
                cipher.seal(arrival.observation().raw(), "webhook_events|raw|" + id),
                publication(arrival));
    }

    /** In few round trips; only what goes to one topic has an order. */
    private void publish(List<Entry> entries) {
        entries.stream()
                .map(Entry::publication)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(
                        Publication::topic, Collectors.mapping(Publication::keyed, Collectors.toList())))
                .forEach(outbox::publishAll);
    }

    private @Nullable Publication publication(Arrival arrival) {
        var observation = arrival.observation();
        return switch (observation.meaning()) {
            case Interpretation.Delivery(var report) ->
                new Publication(Topics.DELIVERY, shortened(observation.subject()), report, arrival.traceparent());
            case Interpretation.Inbound(var message) -> {
                var account = arrival.account();
                var inbound = sealed(inboundId(observation, account), message, account);
                yield new Publication(Topics.INBOUND, inbound.fromHash(), inbound, arrival.traceparent());
            }
            case Interpretation.TemplateStatus(var report) ->
                new Publication(
                        Topics.TEMPLATE_STATUS, shortened(observation.subject()), report, arrival.traceparent());
            case Interpretation.Ignored _, Interpretation.Unknown _, Interpretation.Rejected _ -> null;
        };
    }

    /** Ids too long for a key are hashed. */
    private static String shortened(String key) {
        return key.length() <= LONGEST_KEY ? key : Ids.of(key).toString();
    }

    private InboundReceived sealed(UUID id, InboundText message, Account account) {
        var mail = message.mail();
        return new InboundReceived(
                id,
                message.channel(),
                hashes.of(message.from()),
                cipher.seal(message.from().canonical(), "inbound|from|" + id),
                cipher.seal(message.to(), "inbound|to|" + id),
                cipher.seal(message.body(), "inbound|body|" + id),
                message.providerMessageId(),
                message.providerOptOut(),
                message.buttonPayload(),
                message.repliedToMessageId(),
                message.receivedAt(),
                account.organizationId(),
                mail == null ? null : mail.jobId(),
                mail == null ? null : mail.automatic(),
                mail == null ? null : mail.senderProven());
    }

    /** The same message always gets the same id. */
    private static UUID inboundId(Observation observation, Account account) {
        var place = account.isMain() ? "" : account.name() + "/";
        return Ids.of("inbound/" + observation.provider().code() + "/" + place + observation.dedupeKey());
    }

    private record Place(Provider provider, String account) {}
}
