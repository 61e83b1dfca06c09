package com.ovhi.outreach.template.lifecycle;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.template.wording.CompiledWording;
import com.ovhi.outreach.template.wording.WordingRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what is wrong with a draft: first its wording, then its text with usual values. */
@Component
class Linting {

    Report judge(Draft draft) {
        return refusal(() -> WordingRules.check(draft.purpose(), draft.wording()))
                .or(() -> refusal(() -> CompiledWording.of(draft.wording()).preview(Map.of())))
                .map(Linting::report)
                .orElseGet(() -> new Report(true, null, List.of(), segments(draft)));
    }

    private static Optional<ProblemException> refusal(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e);
        }
    }

    private static Report report(ProblemException refusal) {
        var members = refusal.getBody().getProperties();
        var errors = members == null ? null : members.get("errors");
        var found = errors instanceof List<?> list
                ? List.<Object>copyOf(list)
                : List.<Object>of(members == null ? Map.of() : members);
        return new Report(false, refusal.slug(), found, 0);
    }

    private static int segments(Draft draft) {
        return CompiledWording.of(draft.wording()).preview(Map.of()).segments();
    }

    /**
     * The verdict.
     *
     * @param code null when it is good
     * @param errors rule, field and what is wrong with it, as the refusal to save would name them
     * @param segments of an SMS with usual values; 0 on other channels
     */
    record Report(boolean good, @Nullable String code, List<Object> errors, int segments) {}
}
