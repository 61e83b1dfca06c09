package com.ovhi.outreach.optimizer.engagement;

import com.ovhi.outreach.optimizer.hour.HourCount;
import com.ovhi.outreach.optimizer.response.ChannelCount;
import com.ovhi.outreach.optimizer.risk.FatigueModel.Touch;
import java.util.List;

/**
 * What happened to one patient.
 *
 * @param hours by hour and kind of day, as far as it is known where the patient was
 * @param touches messages of the last week, also those that are too young to be evidence
 * @param answers how many messages were answered, however long ago within the memory
 */
record History(List<HourCount> hours, List<ChannelCount> channels, List<Touch> touches, int answers) {

    static final History NONE = new History(List.of(), List.of(), List.of(), 0);
}
