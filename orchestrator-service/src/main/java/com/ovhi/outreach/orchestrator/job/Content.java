package com.ovhi.outreach.orchestrator.job;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** What a job says and to whom; all of it is sealed for this job alone. */
@Embeddable
class Content {

    private String recipient;

    @Column(columnDefinition = "CHAR(32)")
    private String recipientHash;

    private @Nullable String subject;

    @Column(columnDefinition = "MEDIUMTEXT")
    private String body;

    @Column(columnDefinition = "MEDIUMTEXT")
    private String variables;

    @SuppressWarnings("NullAway.Init")
    protected Content() {}

    Content(NewJob job, FieldCipher cipher) {
        var content = job.content();
        recipient = seal(cipher, "recipient", job.id(), content.address());
        recipientHash = content.addressHash();
        var title = content.subject();
        subject = title == null ? null : seal(cipher, "subject", job.id(), title);
        body = seal(cipher, "body", job.id(), content.text());
        variables = seal(cipher, "variables", job.id(), ContractJson.writeText(job.variables()));
    }

    void writeTo(Columns row) {
        row.put("recipient", recipient)
                .put("recipient_hash", recipientHash)
                .put("subject", subject)
                .put("body", body)
                .put("variables", variables);
    }

    /** The variables of the template, as they were given. */
    Map<String, String> variables(UUID job, FieldCipher cipher) {
        var opened = cipher.open(new Sealed(variables), context("variables", job));
        return ContractJson.mapper().readValue(opened, new TypeReference<Map<String, String>>() {});
    }

    /** For a person who knows the address anyway. */
    String maskedRecipient(UUID job, FieldCipher cipher) {
        return RecipientMask.of(cipher.open(new Sealed(recipient), context("recipient", job)));
    }

    private static String seal(FieldCipher cipher, String column, UUID job, String plain) {
        return cipher.seal(plain, context(column, job)).ciphertext();
    }

    private static String context(String column, UUID job) {
        return "comm_jobs|" + column + "|" + job;
    }
}
