@NullMarked
package com.ovhi.outreach.channel.whatsapp;

import org.jspecify.annotations.NullMarked;
