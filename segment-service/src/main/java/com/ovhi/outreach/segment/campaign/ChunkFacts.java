package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.rule.Facts;
import com.ovhi.outreach.segment.rule.Family;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What conditions ask of a chunk's patients: read together, when the first of them is asked for. Not thread-safe. */
final class ChunkFacts implements LongFunction<Optional<Facts>> {

    private final Population population;
    private final long organizationId;
    private final Collection<Long> patients;
    private final Collection<Course> courses;
    private @Nullable Map<Long, Facts> read;

    /** @param courses those the patients are on */
    ChunkFacts(Population population, long organizationId, Collection<Long> patients, Collection<Course> courses) {
        this.population = population;
        this.organizationId = organizationId;
        this.patients = patients;
        this.courses = courses;
    }

    @Override
    public Optional<Facts> apply(long patientId) {
        var facts = read;
        if (facts == null) {
            facts = population.people(organizationId, patients, families(), population.today(organizationId));
            read = facts;
        }
        return Optional.ofNullable(facts.get(patientId));
    }

    private Set<Family> families() {
        var families = EnumSet.noneOf(Family.class);
        courses.forEach(each -> families.addAll(each.families()));
        return families;
    }
}
