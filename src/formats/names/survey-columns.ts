import type { ConventionColumn } from '../format';
import { valuesFit } from './values-fit';

/** One question of a survey with its answers in the sample. */
interface Question {
  /** Name and text, as far as the file has them. */
  text: string;
  values: readonly string[];
}

/** Words in questions that are answered on a scale, in seven languages. */
const SCALE =
  /satisf|zufried|tevred|soddisf|recommend|recomend|weiterempf|empfehl|aanbevel|consigli|likel|wahrscheinlich|probab|waarschijnlijk|\brate\b|rating|bewert|beoordel|evalu|valora|calific|\bagree|stimme.*zu|accord|de acuerdo|\beens\b|\beas(e|y)\b|einfach|facil|makkelijk|effort|aufwand|esfuerzo|moeite|import|wichtig|belangrijk|quality|qualit|kwaliteit|calidad|\bnps\b|\bcsat\b|\bces\b|\bscore\b|how (well|good|happy|much do you)|how (easy|difficult|helpful|fast|friendly|clear)|expect|erwart/i;
/** Words in questions whose numbers are codes or facts. */
const FACTS =
  /\b(age|gender|sex|region|country|industry|sector|department|income|employees|zip|postal|which|how (many|often|long)|year|birth|select all|all that apply|role|language|first name|last name)\b|geschlecht|alter\b|branche|welche|wie (viele|oft|lange)|quel(le)?s?\b|combien|leeftijd|geslacht|welke|hoeveel|cu[aá]l|cu[aá]nt|edad/i;

/** What an answer column is: a score, a comment, a list of several choices, or nothing that can be told. */
export function describeAnswers(question: Question): ConventionColumn {
  const filled = question.values.map((value) => value.trim()).filter((value) => value !== '');
  if (filled.length === 0) return {};
  const mark = listMark(filled);
  if (mark !== null) return { listOf: mark };
  if (isScale(question.text, filled)) return { meaning: 'score' };
  return isProse(filled) ? { meaning: 'comment', personal: 'free text' } : {};
}

/**
 * Answers on a scale: few numbers from -5 to 10 (or words that begin with one), or few short words. Numbers count unless
 * the question asks for a fact, words only where it asks for a rating.
 */
function isScale(text: string, filled: readonly string[]): boolean {
  const distinct = new Set(filled);
  if (distinct.size > 11 || !valuesFit('score', filled)) return false;
  const numbers = [...distinct].map((value) => Number(/^-?\d+(?=$|\s)/.exec(value)?.[0] ?? NaN));
  if (numbers.every((number) => number >= -5 && number <= 10)) return SCALE.test(text) || !FACTS.test(text);
  return numbers.every(Number.isNaN) && distinct.size > 1 && SCALE.test(text) && !FACTS.test(text);
}

/** Many different answers of several words. */
function isProse(filled: readonly string[]): boolean {
  const words = filled.reduce((sum, value) => sum + value.split(/\s+/).length, 0) / filled.length;
  return words >= 3 && new Set(filled).size > 0.7 * filled.length;
}

/** The mark between several choices of a list, where the choices repeat; prose has a space after it, and is no list. */
function listMark(filled: readonly string[]): string | null {
  return [',', ';', '|'].find((mark) => isListOf(filled, mark)) ?? null;
}

function isListOf(filled: readonly string[], mark: string): boolean {
  const several = filled.filter((value) => value.includes(mark));
  const choices = filled.flatMap((value) => value.split(mark));
  const distinct = new Set(choices);
  if (several.length < Math.max(2, filled.length * 0.1) || choices.some((choice) => choice !== choice.trim()))
    return false;
  // 3,5 and 4,5 are numbers with a decimal comma, where the second part is never a choice by itself.
  const alone = filled.filter((value) => !value.includes(mark));
  if (several.every((value) => /^\d+,\d+$/.test(value)) && alone.length === 0) return false;
  return distinct.size <= 40 && distinct.size < choices.length * 0.6 && !distinct.has('');
}
