package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.segment.segment.Members.Membership;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who enters and who leaves which segment, collected so that it can be written at once. Not thread-safe. */
final class Moves {

    private final Map<Long, Membership> segments = new LinkedHashMap<>();
    private final Map<Long, List<Long>> entering = new LinkedHashMap<>();
    private final Map<Long, List<Long>> leaving = new LinkedHashMap<>();

    void enter(Membership segment, long patientId) {
        add(entering, segment, patientId);
    }

    void leave(Membership segment, long patientId) {
        add(leaving, segment, patientId);
    }

    private void add(Map<Long, List<Long>> moves, Membership segment, long patientId) {
        segments.put(segment.segmentId(), segment);
        moves.computeIfAbsent(segment.segmentId(), _ -> new ArrayList<>()).add(patientId);
    }

    Map<Long, List<Long>> entering() {
        return entering;
    }

    Map<Long, List<Long>> leaving() {
        return leaving;
    }

    Membership segment(long segmentId) {
        var segment = segments.get(segmentId);
        if (segment == null) {
            throw new IllegalArgumentException("Nobody moves in or out of segment " + segmentId);
        }
        return segment;
    }
}
