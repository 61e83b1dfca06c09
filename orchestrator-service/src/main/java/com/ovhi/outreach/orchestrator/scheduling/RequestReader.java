package com.ovhi.outreach.orchestrator.scheduling;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.messaging.PoisonRecord;
import com.ovhi.outreach.orchestrator.job.Conditions;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Reads requests that arrive as events. Thread-safe. */
@Component
class RequestReader {

    /** What follows an urgent message on another channel has a longer name, which the database keeps as well. */
    private static final int MAX_OCCASION = 380;

    private static final Pattern MERGE_KEY = Pattern.compile("[\\x21-\\x7e]{1,64}");

    private final FieldCipher cipher;

    RequestReader(FieldCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * What a request asks for.
     *
     * @throws PoisonRecord when it can never be read
     */
    Ask read(OutreachRequested request) {
        if (request.occasionKey().isBlank() || request.occasionKey().length() > MAX_OCCASION) {
            throw new PoisonRecord("bad-occasion-key");
        }
        var mergeKey = request.mergeKey();
        if (mergeKey != null && !MERGE_KEY.matcher(mergeKey).matches()) {
            throw new PoisonRecord("bad-merge-key");
        }
        return new Ask(
                request.requestId(),
                request.organizationId(),
                request.patientId(),
                request.providerId(),
                request.purpose(),
                request.templateId(),
                variables(request),
                request.preferredChannel(),
                request.sendAt(),
                request.notBefore(),
                request.expiresAt(),
                request.campaignId(),
                isUrgent(request),
                request.occasionKey(),
                request.subjectRef(),
                request.subjectVersion(),
                request.abVariant(),
                null,
                new Conditions(Boolean.TRUE.equals(request.unlessConfirmed()), mergeKey, request.sensitive()),
                null,
                request.step());
    }

    static boolean isUrgent(OutreachRequested request) {
        return DecisionMaker.urgent(request.purpose(), request.urgent());
    }

    private Map<String, String> variables(OutreachRequested request) {
        var sealed = request.variables();
        if (sealed == null) {
            return Map.of();
        }
        var json = ContractJson.mapper().readTree(cipher.open(sealed, "request|" + request.requestId()));
        var variables = new HashMap<String, String>();
        json.properties()
                .forEach(each -> variables.put(each.getKey(), each.getValue().asString()));
        return variables;
    }
}
