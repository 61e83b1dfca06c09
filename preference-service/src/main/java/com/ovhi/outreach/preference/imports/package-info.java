/** Files of consents: taken in whole, recorded in chunks that survive a crash, with a report of each bad line. */
@NullMarked
package com.ovhi.outreach.preference.imports;

import org.jspecify.annotations.NullMarked;
