import { analyses } from '../../analyses';
import { analysisKind } from './analysis-kind';

export default analysisKind(analyses);
