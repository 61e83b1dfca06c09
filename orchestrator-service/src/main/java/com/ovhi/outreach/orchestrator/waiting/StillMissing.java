package com.ovhi.outreach.orchestrator.waiting;

/** What an event needs has not arrived yet; the event waits for it and holds nobody up. */
public final class StillMissing extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String awaited;

    private StillMissing(String awaited) {
        super(awaited);
        this.awaited = awaited;
    }

    /** The registration of a patient. */
    public static StillMissing patient(long organizationId, long patientId) {
        return new StillMissing("patient/" + organizationId + "/" + patientId);
    }

    /** The first event of an organisation. */
    public static StillMissing organization(long organizationId) {
        return new StillMissing("organization/" + organizationId);
    }

    /** The job a provider's message belongs to. */
    public static StillMissing message(String name) {
        return new StillMissing("message/" + name);
    }

    /** Its name; ids only. */
    public String awaited() {
        return awaited;
    }
}
