package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.AuditAction;
import com.ovhi.outreach.common.outbox.Outbox;
import com.ovhi.outreach.common.outbox.Outbox.Keyed;
import com.ovhi.outreach.orchestrator.audit.AuditTrail;
import com.ovhi.outreach.orchestrator.audit.AuditTrail.Detail;
import com.ovhi.outreach.orchestrator.job.LockedOut;
import com.ovhi.outreach.orchestrator.scheduling.BulkItem.Bad;
import com.ovhi.outreach.orchestrator.scheduling.BulkItem.Readable;
import com.ovhi.outreach.orchestrator.scheduling.BulkItem.Result;
import com.ovhi.outreach.orchestrator.scheduling.BulkKeys.Holder;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * Takes many requests at once: keys and events of all of them in one transaction, a few statements each. They are
 * decided one by one as events, like those of every other source. Thread-safe.
 */
@Service
class BulkCall {

    private final BulkReader reader;
    private final BulkKeys keys;
    private final Outbox outbox;
    private final AuditTrail audit;
    private final FieldCipher cipher;
    private final MeterRegistry meters;
    private final TransactionTemplate transactions;

    BulkCall(
            BulkReader reader,
            BulkKeys keys,
            Outbox outbox,
            AuditTrail audit,
            FieldCipher cipher,
            MeterRegistry meters,
            PlatformTransactionManager transactions) {
        this.reader = reader;
        this.keys = keys;
        this.outbox = outbox;
        this.audit = audit;
        this.cipher = cipher;
        this.meters = meters;
        this.transactions = new TransactionTemplate(transactions);
    }

    /** The answers, in the order of the requests. */
    List<Result> schedule(List<JsonNode> requests, Requester requester) {
        var items = reader.read(requests, requester);
        var readable = items.stream()
                .filter(Readable.class::isInstance)
                .map(Readable.class::cast)
                .toList();
        var holders = taken(requester, readable);
        var results = items.stream().map(item -> result(item, holders)).toList();
        results.forEach(each -> meters.counter("outreach.schedule.bulk", "status", Integer.toString(each.status()))
                .increment());
        return results;
    }

    /** Two calls with the same keys may lock each other out; nothing has happened then. */
    private Map<String, Holder> taken(Requester requester, List<Readable> items) {
        return LockedOut.again(
                () -> Objects.requireNonNull(transactions.execute(status -> takeAndPublish(requester, items))));
    }

    private Map<String, Holder> takeAndPublish(Requester requester, List<Readable> items) {
        var holders = keys.take(requester.organizationId(), requester.client(), items);
        var mine = items.stream()
                .filter(item -> isMine(item, holders.get(item.key())))
                .map(Readable::ask)
                .toList();
        mine.stream()
                .collect(Collectors.groupingBy(ask -> Topics.request(ask.purpose(), ask.urgent())))
                .forEach((topic, asks) -> outbox.publishAll(
                        topic,
                        asks.stream()
                                .map(ask -> new Keyed(Long.toString(ask.patientId()), requested(ask)))
                                .toList()));
        audit.recordAll(
                requester.actor(),
                AuditAction.SEND,
                requester.organizationId(),
                mine.stream()
                        .map(ask -> new Detail(ask.patientId(), asked(ask)))
                        .toList());
        return holders;
    }

    /** The decision comes later and is this service's; who asked for it, and why it could not wait, is known now. */
    private static Map<String, String> asked(Ask ask) {
        return Map.of(
                "step",
                "requested",
                "request_id",
                ask.requestId().toString(),
                "purpose",
                ask.purpose().code(),
                "override_reason",
                Objects.requireNonNullElse(ask.overrideReason(), "none"));
    }

    private static boolean isMine(Readable item, @Nullable Holder holder) {
        return holder != null && holder.owner().equals(item.ask().requestId().toString());
    }

    private static Result result(BulkItem item, Map<String, Holder> holders) {
        return switch (item) {
            case Bad(var result) -> result;
            case Readable readable -> result(readable, holders.get(readable.key()));
        };
    }

    private static Result result(Readable item, @Nullable Holder holder) {
        if (isMine(item, holder)) {
            return Result.accepted(item.key(), item.ask().requestId(), false);
        }
        if (holder != null && !holder.fingerprint().equals(item.fingerprint())) {
            return Result.problem(
                    item.key(), 422, "idempotency-key-reuse", "Another request has used this idempotency_key", null);
        }
        var body = holder == null ? null : holder.body();
        return holder == null || body == null
                ? Result.problem(item.key(), 409, "request-in-flight", "The same request is being carried out", null)
                : replayed(item.key(), holder.status(), body);
    }

    private static Result replayed(String key, int status, String body) {
        var answer = ContractJson.mapper().readValue(body, new TypeReference<Map<String, Object>>() {});
        var request = answer.get("request_id");
        return request == null
                ? new Result(key, status, null, Boolean.TRUE, null, null, null, answer)
                : Result.accepted(key, UUID.fromString(request.toString()), true);
    }

    private OutreachRequested requested(Ask ask) {
        return OutreachRequested.builder(
                        ask.requestId(), ask.organizationId(), ask.patientId(), ask.purpose(), ask.occasionKey())
                .urgent(ask.urgent())
                .providerId(ask.providerId())
                .templateId(ask.templateId())
                .variables(cipher.seal(ContractJson.writeText(ask.variables()), "request|" + ask.requestId()))
                .preferredChannel(ask.preferredChannel())
                .sendAt(ask.sendAt())
                .notBefore(ask.notBefore())
                .expiresAt(ask.expiresAt())
                .campaignId(ask.campaignId())
                .subjectRef(ask.subjectRef())
                .subjectVersion(ask.subjectVersion())
                .abVariant(ask.abVariant())
                .sensitive(ask.conditions().sensitive())
                .build();
    }
}
