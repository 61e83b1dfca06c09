package com.ovhi.outreach.orchestrator.scheduling;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Masked;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Body of the schedule call, as the design document has it, and what it is about.
 *
 * @param variables texts, numbers or truth values by name
 * @param occasion what it is about, for which the patient is contacted once
 * @param notBefore ISO 8601 with offset; never sent earlier, even where the send hours would have it
 * @param expiresAt ISO 8601 with offset; absent means the usual time of the purpose
 * @param dryRun whether nothing shall be done but said what would be
 * @param urgentReason why quiet hours are passed; needed for what is urgent
 * @param sendAt ISO 8601 with offset; absent or past means now
 */
record ScheduleRequest(
        @NotBlank @Size(max = 40) String patientId,
        @NotNull Purpose purpose,
        @Nullable @Size(max = 40) String templateId,
        @NotNull @Size(max = 50) Map<String, @Nullable Object> variables,
        @Nullable Channel preferredChannel,
        @Nullable @Size(max = 40) String sendAt,
        @Nullable @Size(max = 40) String campaignId,
        @JsonProperty("is_urgent") @Nullable Boolean urgent,
        @Nullable @Valid About occasion,
        @Nullable @Size(max = 40) String notBefore,
        @Nullable @Size(max = 40) String expiresAt,
        @Nullable Boolean dryRun,
        @Nullable UrgentReason urgentReason) {

    /**
     * What a message is about.
     *
     * @param about such as {@code appointment/5226}
     * @param version of what it is about, the newest known if absent; the message is not sent when there is a newer one
     * @param which tells it from other messages of the same purpose about the same thing: of a refill its due date
     * @param sensitive whether nothing of it may be said outside of the portal; that it may is believed only of a visit of
     *     which no event has told, and only if the organisation has set that
     */
    record About(
            @NotNull @Pattern(regexp = "[a-z][a-z-]{0,30}/[A-Za-z0-9._-]{1,60}")
            String about,

            @Nullable @Min(1) Integer version,
            @Nullable @Pattern(regexp = "[a-z0-9._-]{1,40}") String which,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean sensitive) {}

    /** Whether nothing shall come of it. */
    boolean rehearsal() {
        return Boolean.TRUE.equals(dryRun);
    }

    /** The same for bodies that say the same, whatever their layout. */
    String fingerprint() {
        var ordered = new ScheduleRequest(
                patientId,
                purpose,
                templateId,
                new TreeMap<>(variables),
                preferredChannel,
                sendAt,
                campaignId,
                urgent,
                occasion,
                notBefore,
                expiresAt,
                null,
                urgentReason);
        try {
            var json = ContractJson.writeText(ordered).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available", e);
        }
    }

    @Override
    public String toString() {
        return "ScheduleRequest[" + purpose + ", " + Masked.MASK + "]";
    }
}
