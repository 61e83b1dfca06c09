package com.ovhi.outreach.reply.inbound;

import com.ovhi.outreach.reply.people.Owner;
import com.ovhi.outreach.reply.prompts.Prompt;
import com.ovhi.outreach.reply.understanding.Question;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    /** @param buttonPayload names the job where the template put it there */
    static Correspondent of(List<Owner> owners, List<Prompt> prompts, @Nullable String buttonPayload) {
        return new Correspondent(owners, prompts, named(prompts, buttonPayload).orElseGet(() -> only(prompts)));
    }

    private static Optional<Prompt> named(List<Prompt> prompts, @Nullable String buttonPayload) {
        var job = JOB.matcher(buttonPayload == null ? "" : buttonPayload);
        return job.find()
                ? prompts.stream()
                        .filter(each -> each.jobId().toString().equals(job.group()))
                        .findFirst()
                : Optional.empty();
    }

    private static @Nullable Prompt only(List<Prompt> prompts) {
        return prompts.size() == 1 ? prompts.getFirst() : null;
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

    private <T> @Nullable T common(Function<Owner, T> property) {
        var values = owners.stream()
                .map(property)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return values.size() == 1 ? values.getFirst() : null;
    }
}
