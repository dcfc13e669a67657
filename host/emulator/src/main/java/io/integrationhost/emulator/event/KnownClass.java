package io.integrationhost.emulator.event;

import java.util.List;

/**
 * A class that may occur in an event stream.
 *
 * @param parent name of the serialisable superclass, empty when there is none
 * @param fields the own fields that the server reads, in stream order
 */
record KnownClass(String name, long uid, String parent, List<String> fields) {

  KnownClass withUid(long newUid) {
    return new KnownClass(name, newUid, parent, fields);
  }
}
