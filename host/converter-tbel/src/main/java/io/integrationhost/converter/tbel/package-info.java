/**
 * What TBEL scripts may call: the functions and classes that ThingsBoard adds to the language,
 * grouped by topic. Written from observed behaviour, which the TBEL vectors of the tests hold, not
 * from ThingsBoard's sources. Workers of the converters call them, many at once; nothing here keeps
 * state between calls.
 *
 * <p>{@link io.integrationhost.converter.tbel.ScriptLibrary} names all of them and is the way in.
 * The classes are public only because the language calls them by reflection: every public static
 * method of a class that shares a function's name is one of its forms, and the declared types
 * decide how the compiler divides. A parameter of type {@code ExecutionContext} is filled in by the
 * language; scripts never write it. Failures carry the text that scripts meet in ThingsBoard.
 */
package io.integrationhost.converter.tbel;
