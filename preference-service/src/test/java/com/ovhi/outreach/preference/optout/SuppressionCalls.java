package com.ovhi.outreach.preference.optout;

import static com.ovhi.outreach.preference.Api.channel;
import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Api.Answer;
import tools.jackson.databind.JsonNode;

/** An address, and what staff, compliance and ops do about it. */
final class SuppressionCalls {

    static final long OTHER = 77;

    private final Api api;
    private final String hash;
    private final String staff;

    SuppressionCalls(Api api, String hash) {
        this.api = api;
        this.hash = hash;
        staff = api.staff(ORGANIZATION);
    }

    Answer report(String channel, String address, String reason) {
        return api.post("/suppressions", staff, "application/json", """
                {"channel":"%s","address":"%s","reason":"%s"}""".formatted(channel, address, reason));
    }

    Answer remove(String reason, String bearer) {
        return api.delete("/suppressions/sms/" + hash + "/" + reason + "?because=address-confirmed", bearer);
    }

    Answer removeForEverybody(String reason, String bearer) {
        return api.delete(
                "/suppressions/sms/" + hash + "/" + reason + "?because=address-confirmed&binds=everybody", bearer);
    }

    JsonNode entry(String bearer) {
        for (var entry : api.get("/suppressions?limit=500", bearer).json().path("entries")) {
            if (hash.equals(entry.path("address_hash").asString())) {
                return entry;
            }
        }
        throw new AssertionError("not listed");
    }

    /** Why the other organisation's patient cannot be written to; empty when they can. */
    String smsReason(long patient) {
        var answer = api.effective(patient, OTHER);
        assertThat(answer.status()).isEqualTo(200);
        var reason = channel(ContractJson.read(answer.body(), EffectivePreferences.class), Channel.SMS)
                .reason();
        return reason == null ? "" : reason;
    }
}
