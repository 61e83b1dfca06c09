package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows answers; for each patient shown there is an entry in the audit log. */
@Component
class AnswerReading {

    private final Answers answers;
    private final AccessTrail trail;

    AnswerReading(Answers answers, AccessTrail trail) {
        this.answers = answers;
        this.trail = trail;
    }

    /** A page of those that fit, newest first, and one more if there is one. */
    @Transactional
    public List<Answer> page(
            @Nullable Long organization, AnswerFilter filter, @Nullable Long before, int size, Viewer viewer) {
        var found = answers.page(organization, filter, before, size + 1);
        looked(found.subList(0, Math.min(size, found.size())), organization, viewer);
        return found;
    }

    @Transactional
    public Optional<Answer> find(@Nullable Long organization, UUID id, Viewer viewer) {
        var found = answers.find(organization, id);
        looked(found.stream().toList(), organization, viewer);
        return found;
    }

    private void looked(List<Answer> shown, @Nullable Long organization, Viewer viewer) {
        var patients = shown.stream()
                .map(Answer::patientId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        trail.looked(viewer, organization, patients, Map.of("what", "answers"));
    }
}
