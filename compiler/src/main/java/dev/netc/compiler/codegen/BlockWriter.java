package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.CodeBlock;
import dev.netc.compiler.fuse.Axis;
import dev.netc.compiler.fuse.Blocking;
import dev.netc.compiler.fuse.Expression;
import dev.netc.compiler.fuse.Expressions;
import dev.netc.compiler.fuse.GatedCells;
import dev.netc.compiler.fuse.Index;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the calls that compute a block of elements, one for each function, with blocks of scratch
 * memory for what lies between.
 */
final class BlockWriter {
  /** Elements of an array from a position on, or one number, which has no position. */
  private record Operand(String array, String at) {
    static Operand number(String text) {
      return new Operand(text, "");
    }

    boolean isNumber() {
      return at.isEmpty();
    }

    String arguments() {
      return isNumber() ? array : array + ", " + at;
    }
  }

  private final CodeBlock.Builder code;
  private final KernelNames names;
  private final ScalarWriter scalars;
  private final Blocking blocking;
  private final Slopes slopes;
  private final ErrorFunctions errorFunctions;
  private final GatedCells cells;
  private final List<Kernel.Store> stores;
  private final String scratch;
  private final IdentityHashMap<Expression, List<Object>> users = new IdentityHashMap<>();
  private final IdentityHashMap<Expression, Integer> unwritten = new IdentityHashMap<>();
  private final IdentityHashMap<Expression, Operand> done = new IdentityHashMap<>();
  private final IdentityHashMap<Expression, Integer> slots = new IdentityHashMap<>();
  private final IdentityHashMap<Expression, Kernel.Store> targets = new IdentityHashMap<>();
  private final BitSet busy = new BitSet();
  private final List<Integer> filled = new ArrayList<>();
  private final int first;
  private final int size;
  private String count = "";
  private boolean whole;
  private int used;

  /**
   * @param run the axis whose elements are done together
   * @param scratch the array of scratch memory
   * @param first where its blocks may start there
   * @param size the most elements of a block
   */
  BlockWriter(
      CodeBlock.Builder code,
      KernelNames names,
      ScalarWriter scalars,
      List<Kernel.Store> stores,
      Axis run,
      String scratch,
      int first,
      int size) {
    this.code = code;
    this.names = names;
    this.scalars = scalars;
    this.blocking = new Blocking(run);
    this.slopes = new Slopes(blocking, this::isOnlyHere);
    this.stores = stores;
    this.first = first;
    this.size = size;
    this.scratch = scratch;
    for (Kernel.Store store : stores) {
      use(store.element(), store);
    }
    this.errorFunctions = new ErrorFunctions(users.keySet(), this::isOnlyHere);
    this.cells = GatedCells.of(stores, blocking);
    for (Kernel.Store store : stores) {
      Expression element = core(store.element());
      if (!targets.containsKey(element) && mayWriteEarly(store)) {
        targets.put(element, store);
        shown(element).ifPresent(shown -> targets.put(shown, store));
      }
    }
  }

  /** Truth values are numbers already: what is only converted to numbers is the same. */
  private Expression core(Expression expression) {
    return expression instanceof Expression.Convert convert && blocking.varies(convert)
        ? core(convert.operand())
        : expression;
  }

  private void use(Expression given, Object user) {
    Expression expression = core(given);
    List<Object> known = users.computeIfAbsent(expression, key -> new ArrayList<>());
    known.add(user);
    unwritten.merge(expression, 1, Integer::sum);
    if (known.size() > 1) {
      return;
    }
    if (!blocking.varies(expression)) {
      scalars.announce(expression);
      return;
    }
    if (expression instanceof Expression.Load load) {
      scalars.announce(load.at());
    } else {
      Expressions.parts(expression).forEach(part -> use(part, expression));
    }
  }

  /**
   * Whether the result may be written as soon as it is known: all that might lie in the same memory
   * has been read by then.
   */
  private boolean mayWriteEarly(Kernel.Store store) {
    Expression element = core(store.element());
    if (store.value().type().element() != ElementType.FLOAT
        || !blocking.varies(element)
        || element instanceof Expression.Load) {
      return false;
    }
    Set<Object> before = Collections.newSetFromMap(new IdentityHashMap<>());
    Expressions.forEach(element, before::add);
    before.add(store);
    for (Map.Entry<Expression, List<Object>> entry : users.entrySet()) {
      if (entry.getKey() instanceof Expression.Load load
          && load.type() == ElementType.FLOAT
          && names.mayShareMemory(load.value(), store.value())
          && !before.containsAll(entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Declares the numbers that are the same for all elements of the runs to come. */
  void declareNumbers() {
    for (Kernel.Store store : stores) {
      Set<Expression> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      declareNumbers(store.element(), seen);
    }
  }

  private void declareNumbers(Expression expression, Set<Expression> seen) {
    if (!seen.add(expression)) {
      return;
    }
    if (!blocking.varies(expression)) {
      done.computeIfAbsent(expression, this::number);
    } else if (!(expression instanceof Expression.Load)) {
      Expressions.parts(expression).forEach(part -> declareNumbers(part, seen));
    }
  }

  private Operand number(Expression expression) {
    Text text = scalars.write(expression);
    if (expression.type() == ElementType.BOOL) {
      return Operand.number(text.within(Text.OR) + " ? 1f : 0f");
    }
    return Operand.number(
        expression instanceof Expression.Literal
            ? text.code()
            : scalars.keep(expression, text).code());
  }

  /**
   * Writes the calls for a block.
   *
   * @param elements the text of how many there are
   * @param isWhole whether the block is the whole run, so that the run has no counter
   */
  void write(String elements, boolean isWhole) {
    this.count = elements;
    this.whole = isWhole;
    stores.forEach(store -> operand(store.element()));
    List<Kernel.Store> late = new ArrayList<>();
    for (Kernel.Store store : stores) {
      if (!store.equals(targets.get(core(store.element())))) {
        late.add(store);
      }
    }
    for (Kernel.Store store : late) {
      Expression element = core(store.element());
      if (late.stream().anyMatch(other -> !other.equals(store) && overwrites(other, element))) {
        keep(element);
      }
    }
    late.forEach(this::copy);
  }

  private boolean overwrites(Kernel.Store store, Expression element) {
    return element instanceof Expression.Load load
        && names.mayShareMemory(load.value(), store.value());
  }

  /** Keeps what is only loaded in scratch memory: another copy may go where it lies. */
  private void keep(Expression expression) {
    Operand from = operand(expression);
    if (expression instanceof Expression.Load
        && !slots.containsKey(expression)
        && !from.isNumber()) {
      Operand kept = result(expression);
      code.addStatement("System.arraycopy($L, $L, $L)", from.arguments(), kept.arguments(), count);
      done.put(expression, kept);
    }
  }

  /** How many elements of scratch memory are needed. */
  int room() {
    return first + used * size;
  }

  private void copy(Kernel.Store store) {
    Operand from = operand(store.element());
    Operand to = place(store.value(), store.at());
    if (store.value().type().element() == ElementType.BOOL) {
      call("store", List.of(filled(from)), to);
      freeFilled();
    } else if (from.isNumber()) {
      code.addStatement(
          "$T.fill($L, $L, $L, $L)",
          Arrays.class,
          to.array(),
          to.at(),
          sum(to.at(), count),
          from.array());
    } else {
      code.addStatement("System.arraycopy($L, $L, $L)", from.arguments(), to.arguments(), count);
    }
    release(store.element());
  }

  private Operand place(Value value, Index at) {
    KernelNames.Operand operand = names.operand(value);
    String position = position(at);
    String offset = operand.offset();
    return new Operand(
        operand.array(),
        offset.isEmpty() ? position : position.equals("0") ? offset : offset + " + " + position);
  }

  private String position(Index at) {
    return scalars.write(whole ? blocking.start(at) : at).code();
  }

  private static String sum(String start, String more) {
    return start.equals("0") ? more : start + " + " + more;
  }

  private Operand operand(Expression given) {
    Expression expression = core(given);
    Operand known = done.get(expression);
    if (known == null) {
      known = compute(expression);
      done.put(expression, known);
    }
    return known;
  }

  private Operand compute(Expression expression) {
    if (expression instanceof Expression.Load load) {
      return load(load);
    } else if (expression instanceof Expression.Draw draw) {
      return draw(draw);
    }
    return apply((Expression.Apply) expression);
  }

  private Operand load(Expression.Load load) {
    Operand place = place(load.value(), load.at());
    Dim stride = blocking.stride(load.at());
    if (load.type() == ElementType.FLOAT && stride.is(1)) {
      return place;
    }
    Operand result = result(load);
    String arguments = place.arguments() + (stride.is(1) ? "" : ", " + stride.constant());
    code.addStatement(
        "$T.load($L, $L, $L)", RuntimeTypes.BLOCKS, arguments, result.arguments(), count);
    return result;
  }

  private Operand draw(Expression.Draw draw) {
    Operand low = operand(draw.low());
    Operand high = operand(draw.high());
    Operand result = result(draw);
    code.addStatement(
        "$T.uniform($L, $L, $L, $L, $L, $L)",
        RuntimeTypes.BLOCKS,
        low.arguments(),
        high.arguments(),
        draw.stream(),
        position(draw.at()),
        result.arguments(),
        count);
    return result;
  }

  private Operand apply(Expression.Apply apply) {
    return cells
        .of(apply)
        .map(cell -> inCell(apply, cell))
        .or(() -> errorFunctions.of(apply).map(pair -> beside(apply, pair)))
        .or(() -> slopes.of(apply).map(slope -> times(apply, slope)))
        .orElseGet(() -> applied(apply));
  }

  /** Computes a cell, of which {@code apply} is a result. */
  private Operand inCell(Expression.Apply apply, GatedCells.Cell cell) {
    List<String> arguments = new ArrayList<>();
    for (Expression part : cell.operands()) {
      arguments.add(operand(part).arguments());
    }
    // An operand is read after some results are written: they must not get its scratch memory.
    for (Expression.Apply part : cell.results()) {
      Operand place = result(part);
      done.put(part, place);
      arguments.add(place.arguments());
    }
    cell.steps().forEach(step -> step.operands().forEach(this::release));
    code.addStatement(
        "$T.$L($L, $L)", RuntimeTypes.GATES, cell.routine(), String.join(", ", arguments), count);
    return requireNonNull(done.get(apply));
  }

  /** Computes both of a pair, of which {@code apply} is one. */
  private Operand beside(Expression.Apply apply, ErrorFunctions.Pair pair) {
    Operand argument = operand(pair.argument());
    release(pair.argument());
    Expression.Apply power = pair.power();
    if (power == null) {
      Operand sum = result(pair.sum());
      int slot = slot();
      busy.clear(slot);
      call("erfPlusOne", List.of(argument, sum), new Operand(scratch, at(slot)));
      return sum;
    }
    // It is in the square twice.
    release(pair.argument());
    release(pair.argument());
    Operand sum = result(pair.sum());
    Operand result = result(power);
    call("erfPlusOne", List.of(argument, sum), result);
    done.put(pair.sum(), sum);
    done.put(power, result);
    return requireNonNull(done.get(apply));
  }

  private Operand times(Expression.Apply apply, Slopes.Slope slope) {
    List<Operand> operands = List.of(operand(slope.factor()), operand(slope.value()));
    release(slope.factor());
    // It is part of the slope twice.
    release(slope.value());
    release(slope.value());
    Operand result = result(apply);
    call(slope.routine(), operands, result);
    return result;
  }

  /** Whether something is computed for one user only, and not yet. */
  private boolean isOnlyHere(Expression.Apply apply) {
    return blocking.varies(apply)
        && apply.type() == ElementType.FLOAT
        && requireNonNull(users.get(apply)).size() == 1
        && !done.containsKey(apply);
  }

  /**
   * What a choice by the mask of a triangle is where that shows it, if it is a number elsewhere.
   */
  private Optional<Expression.Apply> shown(Expression expression) {
    if (expression instanceof Expression.Apply apply
        && apply.function() == Elementwise.WHERE
        && apply.operands().get(0) instanceof Expression.Load mask
        && names.rowPart().isPresent()
        && names.rowPart().get().masks().containsKey(mask.value())) {
      boolean isFirst = !names.rowPart().get().masks().get(mask.value());
      if (apply.operands().get(isFirst ? 1 : 2) instanceof Expression.Apply shown
          && isOnlyHere(shown)
          && !blocking.varies(apply.operands().get(isFirst ? 2 : 1))) {
        return Optional.of(shown);
      }
    }
    return Optional.empty();
  }

  /** Fills what a mask hides behind what it shows, so that no element need choose. */
  private Operand filled(Expression.Apply choice, Expression.Apply shown) {
    Operand result = operand(shown);
    Integer slot = slots.remove(shown);
    if (slot != null) {
      slots.put(choice, slot);
    }
    Expression hidden = choice.operands().get(choice.operands().get(1) == shown ? 2 : 1);
    code.addStatement(
        "$T.fill($L, $L, $L, $L)",
        Arrays.class,
        result.array(),
        sum(result.at(), names.rowPart().orElseThrow().shown()),
        sum(result.at(), count),
        operand(hidden).array());
    return result;
  }

  private Operand applied(Expression.Apply apply) {
    Optional<Expression.Apply> shown = shown(apply);
    if (shown.isPresent()) {
      return filled(apply, shown.get());
    }
    Expression.Apply product = product(apply);
    List<Expression> parts = new ArrayList<>(apply.operands());
    String routine = apply.function().toString();
    if (product != null) {
      parts.remove(product);
      parts.addAll(0, inOrder(product.operands()));
      routine = "fma";
    } else if (isCommutative(apply.function())) {
      parts = inOrder(parts);
    }
    List<Operand> operands = new ArrayList<>();
    for (Expression part : parts) {
      operands.add(operand(part));
    }
    List<Operand> arrays = withoutNeedlessNumbers(apply.function(), operands);
    parts.forEach(this::release);
    Operand result = result(apply);
    call(routine, arrays, result);
    freeFilled();
    return result;
  }

  /** The product of a sum that is used nowhere else, if there is a routine for both at once. */
  private Expression.@Nullable Apply product(Expression.Apply sum) {
    if (sum.function() != Elementwise.ADD) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      boolean otherVaries = blocking.varies(sum.operands().get(1 - i));
      if (sum.operands().get(i) instanceof Expression.Apply part
          && part.function() == Elementwise.MUL
          && blocking.varies(part)
          && requireNonNull(users.get(part)).size() == 1
          && !done.containsKey(part)
          && slopes.of(part).isEmpty()
          && cells.of(part).isEmpty()
          && (otherVaries || !part.operands().stream().allMatch(blocking::varies))) {
        return part;
      }
    }
    return null;
  }

  private static boolean isCommutative(Elementwise function) {
    return switch (function) {
      case ADD, MUL, MAX, MIN, EQ, NE, AND, OR -> true;
      default -> false;
    };
  }

  /** Numbers after arrays. */
  private List<Expression> inOrder(List<Expression> operands) {
    return !blocking.varies(operands.get(0)) && blocking.varies(operands.get(1))
        ? List.of(operands.get(1), operands.get(0))
        : operands;
  }

  /** Makes arrays of numbers where there is no routine that takes them. */
  private List<Operand> withoutNeedlessNumbers(Elementwise function, List<Operand> operands) {
    List<Operand> arrays = new ArrayList<>(operands);
    switch (function) {
      case AND, OR -> arrays.replaceAll(this::filled);
      case POW, REM -> arrays.set(0, filled(arrays.get(0)));
      case WHERE -> {
        arrays.set(0, filled(arrays.get(0)));
        if (arrays.get(1).isNumber() && arrays.get(2).isNumber()) {
          arrays.set(1, filled(arrays.get(1)));
        }
      }
      default -> {}
    }
    return arrays;
  }

  private Operand filled(Operand operand) {
    if (!operand.isNumber()) {
      return operand;
    }
    int slot = slot();
    filled.add(slot);
    String at = at(slot);
    code.addStatement(
        "$T.fill($L, $L, $L, $L)", Arrays.class, scratch, at, sum(at, count), operand.array());
    return new Operand(scratch, at);
  }

  private void freeFilled() {
    filled.forEach(busy::clear);
    filled.clear();
  }

  private void call(String routine, List<Operand> operands, Operand result) {
    List<String> arguments = new ArrayList<>();
    operands.forEach(operand -> arguments.add(operand.arguments()));
    code.addStatement(
        "$T.$L($L, $L, $L)",
        RuntimeTypes.BLOCKS,
        routine,
        String.join(", ", arguments),
        result.arguments(),
        count);
  }

  /** Where an expression's elements go. */
  private Operand result(Expression expression) {
    Kernel.Store store = targets.get(expression);
    if (store != null) {
      return place(store.value(), store.at());
    }
    int slot = slot();
    slots.put(expression, slot);
    return new Operand(scratch, at(slot));
  }

  private String at(int slot) {
    return Integer.toString(first + slot * size);
  }

  private int slot() {
    int slot = busy.nextClearBit(0);
    busy.set(slot);
    used = Math.max(used, slot + 1);
    return slot;
  }

  /** Counts one use of an expression as done; after the last its scratch memory is free. */
  private void release(Expression given) {
    Expression expression = core(given);
    int left = unwritten.merge(expression, -1, Integer::sum);
    Integer slot = slots.get(expression);
    if (left == 0 && slot != null) {
      busy.clear(slot);
    }
  }
}
