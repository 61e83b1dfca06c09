package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.reply.people.Owner;
import com.ovhi.outreach.reply.prompts.Prompt;
import com.ovhi.outreach.reply.understanding.Question;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who probably wrote and what they probably answer. An address may be shared: then the patient with the open prompt is
 * meant, and where several things are open nobody is guessed.
 *
 * @param owners of the address
 * @param prompts open ones of theirs, one for each thing asked
 * @param prompt the one that is meant, null when none or several are open
 */
record Correspondent(
        List<Owner> owners, List<Prompt> prompts, @Nullable Prompt prompt) {

    private static final Pattern JOB = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Of whom only the open prompts tell what they answer. */
    static Correspondent of(List<Owner> owners, List<Prompt> prompts) {
        return new Correspondent(owners, prompts, prompts.size() == 1 ? prompts.getFirst() : null);
    }

    /** The job a button's payload names, where the template put it there. */
    static Optional<UUID> namedBy(@Nullable String buttonPayload) {
        var job = JOB.matcher(buttonPayload == null ? "" : buttonPayload);
        return job.find() ? Optional.of(UUID.fromString(job.group())) : Optional.empty();
    }

    /** The same, answering this prompt; it must be one of the address's own patients. */
    Correspondent answering(Prompt other) {
        return owners.stream().anyMatch(each -> each.patientId() == other.patientId())
                ? new Correspondent(owners, prompts, other)
                : this;
    }

    /** Whether several things are open, so that a bare answer could mean any of them. */
    boolean ambiguous() {
        return prompt == null && prompts.size() > 1;
    }

    @Nullable
    Question question() {
        return prompt == null ? null : prompt.question();
    }

    boolean shared() {
        return owners.size() > 1;
    }

    /** The patient, null when nobody or several could have written. */
    @Nullable
    Long patientId() {
        return prompt == null ? common(Owner::patientId) : (Long) prompt.patientId();
    }

    @Nullable
    Long organizationId() {
        return prompt == null ? common(Owner::organizationId) : (Long) prompt.organizationId();
    }

    /** Whose the message is: the patient's, else that of the account it came to. */
    @Nullable
    Long organizationId(Received received) {
        var organization = organizationId();
        return organization == null ? received.accountOrganizationId() : organization;
    }

    /**
     * Somebody's organisation, where several may be meant and whoever wrote must have an answer: that of the newest open
     * prompt, else that of the patient we know longest. Null where nobody lives there.
     */
    @Nullable
    Long anyOrganizationId(Received received) {
        var one = organizationId(received);
        return one != null
                ? one
                : prompts.stream()
                        .max(Comparator.comparing(Prompt::sentAt))
                        .map(Prompt::organizationId)
                        .or(() -> owners.stream()
                                .min(Comparator.comparingLong(Owner::patientId))
                                .map(Owner::organizationId))
                        .orElse(null);
    }

    /** Of the patient, or of everybody at the address. */
    @Nullable
    String language() {
        return prompt == null
                ? common(Owner::language)
                : owners.stream()
                        .filter(each -> each.patientId() == prompt.patientId())
                        .map(Owner::language)
                        .findFirst()
                        .orElse(null);
    }

    /** Whether somebody at the address allows messages; empty when nobody has said anything. */
    Optional<Boolean> permitted() {
        var said =
                owners.stream().map(Owner::permitted).filter(Objects::nonNull).toList();
        return said.isEmpty() ? Optional.empty() : Optional.of(said.contains(true));
    }

    private <T> @Nullable T common(Function<Owner, @Nullable T> property) {
        var values = owners.stream()
                .map(property)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return values.size() == 1 ? values.getFirst() : null;
    }
}
