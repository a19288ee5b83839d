package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names within one kernel's method: of the arrays, offsets and sizes that are its parameters,
 * and of its variables.
 */
final class KernelNames {
  private static final List<String> COUNTERS =
      List.of("i", "j", "k", "l", "p", "q", "r", "s", "t", "u", "v", "w");

  /** Whether a gradient is added to what was gathered before: a field, and a parameter. */
  static final String GATHERS = "gathers";

  private final JavaNames scope;
  private final Map<Value, Operand> operands = new LinkedHashMap<>();
  private final Map<Value, ArrayReference> places = new HashMap<>();
  private final Map<Axis, String> counters = new HashMap<>();
  private final NavigableSet<String> freeNames = new TreeSet<>();
  private int nextCounter;
  private boolean gathers;
  private @Nullable RowPart rowPart;

  /**
   * What is computed of a row of a matrix of which a triangle counts.
   *
   * @param length text of how many elements
   * @param shown text of how many of them count
   * @param masks those that say so, with what they are for the others
   */
  record RowPart(String length, String shown, Map<Value, Boolean> masks) {}

  /**
   * An array parameter of a kernel, and that of the offset if the value is a part of the array.
   *
   * @param label what the array, or the part of it, is called
   */
  record Operand(String array, String offset, String label) {
    Operand(String array, String offset) {
      this(array, offset, offset.isEmpty() ? array : offset);
    }

    /** The element at a position, given as Java text. */
    String element(Text position) {
      if (offset.isEmpty()) {
        return array + "[" + position.code() + "]";
      }
      return position.code().equals("0")
          ? array + "[" + offset + "]"
          : array + "[" + offset + " + " + position.code() + "]";
    }

    /** The position of the first element. */
    String start() {
      return offset.isEmpty() ? "0" : offset;
    }
  }

  /**
   * @param freeNames all names of sizes of the graph, so that variables keep clear of them
   */
  KernelNames(SortedSet<String> freeNames) {
    this.scope = JavaNames.without("from", "to", GATHERS);
    freeNames.forEach(name -> scope.allocate(JavaNames.size(name)));
  }

  /** Says where a value lies in the program. */
  void place(Value value, ArrayReference place) {
    places.put(value, place);
  }

  /** Whether what is written to one value may change what is read of another. */
  boolean mayShareMemory(Value one, Value other) {
    ArrayReference first = requireNonNull(places.get(one));
    ArrayReference second = requireNonNull(places.get(other));
    return first.field().equals(second.field())
        && (first.offset().isEmpty() || second.offset().isEmpty() || first.equals(second));
  }

  /** Declares an array parameter under a name of its own. */
  void operand(Value value, String array) {
    operands.put(value, new Operand(scope.allocate(array), ""));
  }

  /** Declares a parameter for a part of an array, which other parts share. */
  void operand(Value value, String array, String offset) {
    operands.put(value, new Operand(array, scope.allocate(offset)));
  }

  /** Declares that a value lies where another one does. */
  void operand(Value value, Value other) {
    operands.put(value, operand(other));
  }

  /** Declares that a value lies in scratch memory from a position on. */
  void local(Value value, String scratch, int start) {
    operands.put(value, new Operand(scratch, Integer.toString(start), scratch));
    places.put(value, ArrayReference.part(scratch, start));
  }

  /**
   * Declares that of a value only a block lies in scratch memory.
   *
   * @param start where the value as a whole would begin: a variable
   * @param room where the block lies
   */
  void block(Value value, String scratch, String start, long room) {
    operands.put(value, new Operand(scratch, start, scratch));
    places.put(value, ArrayReference.part(scratch, room));
  }

  /** Writes something with counters of its own. */
  void withOwnCounters(Runnable writer) {
    Map<Axis, String> outer = new HashMap<>(counters);
    counters.clear();
    writer.run();
    counters.clear();
    counters.putAll(outer);
  }

  /** Takes a name for an array that several operands share. */
  String sharedArray(String array) {
    return scope.allocate(array);
  }

  Operand operand(Value value) {
    Operand operand = operands.get(value);
    if (operand == null) {
      throw new IllegalStateException(value + " is not an operand");
    }
    return operand;
  }

  /** The operands in the order of their declaration. */
  Map<Value, Operand> operands() {
    return operands;
  }

  String counter(Axis axis) {
    return counters.computeIfAbsent(axis, key -> counter());
  }

  private String counter() {
    int number = nextCounter++;
    String name = COUNTERS.get(number % COUNTERS.size());
    return scope.allocate(number < COUNTERS.size() ? name : name + number / COUNTERS.size());
  }

  /** A new variable. */
  String variable(String suggestion) {
    return scope.allocate(suggestion);
  }

  /** A size as a product or sum, with the free names as parameters. */
  Text size(Dim dim) {
    if (dim.isConstant() && dim.constant() >= 0) {
      return Text.primary(Long.toString(dim.constant()));
    }
    dim.freeNames().forEach(freeNames::add);
    String code = dim.toJava(JavaNames::size);
    boolean single = code.chars().allMatch(Character::isJavaIdentifierPart);
    boolean product = !code.contains(" + ") && !code.contains(" - ") && !code.startsWith("-");
    return new Text(code, single ? Text.PRIMARY : product ? Text.PRODUCT : Text.SUM);
  }

  /** Says that of rows to come a part is computed, or with null all. */
  void rowPart(@Nullable RowPart part) {
    rowPart = part;
  }

  /** What is computed of the rows where code is written, if that is not all. */
  Optional<RowPart> rowPart() {
    return Optional.ofNullable(rowPart);
  }

  /** How many elements of a row are computed. */
  Text rowLength(Dim all) {
    return rowPart == null ? size(all) : Text.primary(rowPart.length());
  }

  /** The parameter that says whether a gradient is added to the one before or replaces it. */
  String gathers() {
    gathers = true;
    return GATHERS;
  }

  /** Whether the method needs that parameter. */
  boolean isGathering() {
    return gathers;
  }

  /** The free names that the method needs, sorted. */
  NavigableSet<String> freeNames() {
    return freeNames;
  }
}
