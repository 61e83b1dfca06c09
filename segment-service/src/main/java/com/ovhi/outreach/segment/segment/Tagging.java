package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.audit.AccessTrail;
import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.segment.population.PatientTags;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.rule.Family;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts tags to patients and takes them away; each act is audited and moves the patient at once. */
@Service
class Tagging {

    private static final Pattern TAG = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final int MANY = 50;

    private final PatientTags tags;
    private final Population population;
    private final TouchedPatients patients;
    private final AccessTrail trail;

    Tagging(PatientTags tags, Population population, TouchedPatients patients, AccessTrail trail) {
        this.tags = tags;
        this.population = population;
        this.patients = patients;
        this.trail = trail;
    }

    @Transactional
    public List<String> of(long organization, long patientId, Viewer viewer) {
        hold(organization, patientId);
        looked(organization, patientId, viewer, Map.of("resource", "patient-tags"));
        return tags.of(organization, patientId);
    }

    @Transactional
    public List<String> put(long organization, long patientId, String tag, Viewer viewer) {
        if (!TAG.matcher(tag).matches()) {
            throw ProblemException.unprocessable(
                    "invalid-tag", "A tag is up to 64 small letters, digits and dashes, and begins with no dash");
        }
        hold(organization, patientId);
        tags.put(organization, patientId, tag, viewer.name());
        var all = tags.of(organization, patientId);
        if (all.size() > MANY) {
            throw ProblemException.unprocessable("too-many-tags", "A patient has at most " + MANY + " tags");
        }
        changed(organization, patientId, viewer, "tagged");
        return all;
    }

    @Transactional
    public List<String> remove(long organization, long patientId, String tag, Viewer viewer) {
        hold(organization, patientId);
        tags.remove(organization, patientId, tag);
        changed(organization, patientId, viewer, "untagged");
        return tags.of(organization, patientId);
    }

    /** A patient of the organisation; anybody else's does not exist. */
    private void hold(long organization, long patientId) {
        population.lock(List.of(patientId));
        if (!population.people(organization, List.of(patientId)).containsKey(patientId)) {
            throw ProblemException.notFound("unknown-patient", "The organisation has no such patient");
        }
    }

    private void changed(long organization, long patientId, Viewer viewer, String what) {
        looked(organization, patientId, viewer, Map.of("resource", "patient-tags", "what", what));
        patients.touched(patientId, Set.of(Family.TAGS));
    }

    private void looked(long organization, long patientId, Viewer viewer, Map<String, String> details) {
        trail.looked(viewer, organization, List.of(patientId), details);
    }
}
