package com.ovhi.outreach.orchestrator;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.TestKafka;
import java.util.Map;
import java.util.UUID;

/** What others ask for as events. */
public final class Requests {

    private final TestKafka kafka;
    private final FieldCipher cipher;

    /** On this broker, sealed by this cipher. */
    public Requests(TestKafka kafka, FieldCipher cipher) {
        this.kafka = kafka;
        this.cipher = cipher;
    }

    /** Begins a request that names its clinic. */
    public OutreachRequested.Builder of(Clinic clinic, long patient, Purpose purpose, String occasion) {
        var id = Ids.next();
        var variables = ContractJson.writeText(Map.of("clinic_name", clinic.name()));
        return OutreachRequested.builder(id, clinic.id(), patient, purpose, occasion)
                .variables(cipher.seal(variables, "request|" + id));
    }

    /** Asks where requests of this kind are asked; returns the id of the request. */
    public UUID ask(OutreachRequested request) {
        return ask(request.patientId(), request);
    }

    /** The same among what is about another patient, so that they are decided in the order in which they were asked. */
    public UUID ask(long key, OutreachRequested request) {
        kafka.publish(Topics.request(request.purpose(), request.urgent()), Long.toString(key), request);
        return request.requestId();
    }
}
