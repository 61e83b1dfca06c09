package com.ovhi.outreach.simulators.patients;

import com.ovhi.outreach.simulators.world.Provider;
import org.jspecify.annotations.Nullable;

/** The way by which what patients do at one provider reaches the suite. */
public interface PatientLine {

    /** At which provider. */
    Provider provider();

    /** Lets a patient write now; returns the provider's id of what was written. */
    String write(Note note);

    /** Lets a message reach a status now; false when there is no such message. */
    boolean move(String messageId, String status, @Nullable String errorCode);

    /**
     * What a patient writes.
     *
     * @param to the sender it answers to, or the one that wrote to this patient last
     * @param replyTo the message it answers, if the channel can tell
     * @param payload the button that was pressed, if one was
     */
    record Note(
            String from,
            String body,
            @Nullable String to,
            @Nullable String replyTo,
            @Nullable String payload) {}
}
