package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Evidence;
import java.util.List;
import java.util.function.Function;

/**
 * Something that must hold whatever happened.
 *
 * @param name what must hold, as a sentence
 * @param search finds what violates it: ids, never PHI
 */
record Invariant(String name, Function<Evidence, List<String>> search) {

    List<String> violations(Evidence evidence) {
        return search.apply(evidence);
    }
}
