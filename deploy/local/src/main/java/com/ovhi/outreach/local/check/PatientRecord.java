package com.ovhi.outreach.local.check;

import com.ovhi.outreach.local.check.evidence.Feed;
import com.ovhi.outreach.local.check.evidence.FeedEvent;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A patient as the feed knows them: the check believes no projection. PHI.
 *
 * @param zone their own, or else their organisation's
 * @param quietFrom local time, inclusive
 * @param quietTo local time, exclusive
 * @param addresses e-mail addresses in lower case, telephone numbers as digits
 * @param refused channels they had opted out of when they were registered
 */
record PatientRecord(
        long id,
        String givenName,
        String familyName,
        ZoneId zone,
        LocalTime quietFrom,
        LocalTime quietTo,
        Set<String> addresses,
        Set<String> refused) {

    private static final LocalTime LEGAL_FROM = LocalTime.of(8, 0);
    private static final LocalTime LEGAL_TO = LocalTime.of(21, 0);

    /** The patients of a feed by id. */
    static Map<Long, PatientRecord> of(Feed feed) {
        var zones = new HashMap<Long, String>();
        feed.ofType("organization.updated")
                .forEach(each -> zones.put(
                        each.number("organization_id"),
                        each.data().path("timezone").asString()));
        return feed.ofType("patient.registered")
                .map(each -> of(each, zones))
                .collect(Collectors.toMap(PatientRecord::id, each -> each, (_, newer) -> newer));
    }

    private static PatientRecord of(FeedEvent event, Map<Long, String> zones) {
        var data = event.data();
        var preferences = data.path("preferences");
        var quiet = preferences.path("quiet_hours");
        var zone = data.path("timezone").asString("");
        var addresses = new HashSet<String>();
        data.path("telecom")
                .forEach(each -> addresses.add(address(each.path("value").asString(""))));
        var refused = new HashSet<String>();
        preferences.path("opted_out").forEach(each -> refused.add(each.asString("")));
        return new PatientRecord(
                event.number("patient_id"),
                data.path("given_name").asString(""),
                data.path("family_name").asString(""),
                ZoneId.of(zone.isEmpty() ? zones.getOrDefault(event.number("organization_id"), "UTC") : zone),
                LocalTime.parse(quiet.path("start").asString("22:00")),
                LocalTime.parse(quiet.path("end").asString("08:00")),
                addresses,
                refused);
    }

    /** An address in the one form in which addresses are compared. */
    static String address(String written) {
        return written.contains("@") ? written.strip().toLowerCase(Locale.ROOT) : written.replaceAll("\\D", "");
    }

    /** Whether this patient may be contacted at an instant: by law, and by their own wish. */
    boolean mayBeContacted(Instant at) {
        var local = at.atZone(zone).toLocalTime();
        return !local.isBefore(LEGAL_FROM) && local.isBefore(LEGAL_TO) && !quietAt(local);
    }

    private boolean quietAt(LocalTime local) {
        if (quietFrom.equals(quietTo)) {
            return false;
        }
        return quietFrom.isBefore(quietTo)
                ? !local.isBefore(quietFrom) && local.isBefore(quietTo)
                : !local.isBefore(quietFrom) || local.isBefore(quietTo);
    }

    @Override
    public String toString() {
        return "PatientRecord[" + id + "]";
    }
}
