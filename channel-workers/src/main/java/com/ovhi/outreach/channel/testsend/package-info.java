/** Tests of templates, sent to staff: at most one call each, and never a contact of a patient. */
@NullMarked
package com.ovhi.outreach.channel.testsend;

import org.jspecify.annotations.NullMarked;
