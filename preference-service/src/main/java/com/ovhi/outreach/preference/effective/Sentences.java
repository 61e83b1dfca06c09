package com.ovhi.outreach.preference.effective;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.preference.profile.AddressReader;
import com.ovhi.outreach.preference.setting.Level;

/** Reasons in the words of those who ask. */
final class Sentences {

    private static final int SHOWN = 2;

    private Sentences() {}

    static String reason(Level level) {
        return switch (level) {
            case PATIENT -> "said-by-patient";
            case PROVIDER -> "default-of-provider";
            case ORGANIZATION -> "default-of-organization";
            case GLOBAL -> "default-for-all";
        };
    }

    static String said(Level level) {
        return switch (level) {
            case PATIENT -> "The patient, or somebody for them, said so.";
            case PROVIDER -> "The patient said nothing; the provider's default holds.";
            case ORGANIZATION -> "Neither patient nor provider says anything; the organisation's default holds.";
            case GLOBAL -> "Nobody nearer says anything; this holds for all patients.";
        };
    }

    static String objection(String reason, Level level) {
        return switch (reason) {
            case ChannelRule.NO_ADDRESS -> "The patient has no address on this channel.";
            case AddressReader.INVALID -> "An address was given, but nothing could be sent to it.";
            case ChannelRule.WRONG_PERSON -> "Whoever answered at this address is not the patient.";
            case ChannelRule.OPTED_OUT -> "The patient opted out, and no newer consent lifted it.";
            case ChannelRule.NOT_ALLOWED -> notAllowed(level);
            case "patient-deceased" -> "The patient died.";
            case "patient-merged" -> "The record was given up for another one of the same patient.";
            default -> "The address is blocked, whoever uses it.";
        };
    }

    private static String notAllowed(Level level) {
        return switch (level) {
            case PATIENT -> "The patient turned this channel off.";
            case PROVIDER -> "The provider does not use this channel.";
            case ORGANIZATION -> "The organisation does not use this channel.";
            case GLOBAL -> "This channel is turned off for all patients.";
        };
    }

    /** As much of an address as lets somebody who knows it recognise it. */
    static String masked(Channel channel, String address) {
        return switch (channel) {
            case EMAIL -> address.charAt(0) + "***@***" + topLevel(address);
            case SMS, WHATSAPP -> "***" + address.substring(Math.max(0, address.length() - SHOWN));
        };
    }

    private static String topLevel(String email) {
        var dot = email.lastIndexOf('.');
        return dot < 0 ? "" : email.substring(dot);
    }
}
